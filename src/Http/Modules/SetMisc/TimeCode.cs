using Engine.Core.Scripting;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.SetMisc;

/// <summary><c>set_formatted_local_time $variable format</c>, <c>set_formatted_gmt_time</c>, <c>set_local_today $variable</c></summary>
internal sealed class TimeCode(VariableSlot target, ComplexValue format, bool isLocal) : IRewriteCode
{
    private const int MaxLength = 512;

    public static readonly ComplexValue DateFormat = ComplexValue.Literal("%Y-%m-%d");

    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        var pattern = format.Evaluate(request);
        var length = pattern.IsEmpty ? 0 : LocalTime.Format(request.Loop.Clock.UnixSeconds, isLocal, pattern.Span, text);
        request.Set(target, request.Arena.Copy(text[..length]));
        return HandlerResult.Declined;
    }
}
