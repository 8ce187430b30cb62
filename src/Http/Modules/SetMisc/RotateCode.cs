using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.SetMisc;

/// <summary>
/// <c>set_rotate $variable from to</c>: one more than the variable, or than the last value of this directive when the variable has none;
/// behind the end, the beginning.
/// </summary>
internal sealed class RotateCode(VariableSlot target, ComplexValue from, ComplexValue to) : IRewriteCode
{
    // Workers share it; a number that two requests at the same instant both get is as good as any.
    private long last = -1;

    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var (first, second) = (from.Evaluate(request), to.Evaluate(request));
        var (low, high) = (SetArgument.Number(first), SetArgument.Number(second));
        if (low < 0 || high < 0)
        {
            var (name, value) = low < 0 ? ("from", first) : ("to", second);
            request.Log.Write(LogLevel.Error, request, $"set_rotate: bad \"{name}\" argument value: \"{value}\"");
            return new HandlerResult(500);
        }

        if (low > high)
            (low, high) = (high, low);
        var next = Current(request) + 1;
        if (next < low || next > high)
            next = low;
        Volatile.Write(ref last, next);
        request.Set(target, request.Arena.Format(next));
        return HandlerResult.Declined;
    }

    private long Current(HttpRequest request)
    {
        var text = request.Get(target).Bytes;
        var number = SetArgument.Number(text);
        if (number >= 0)
            return number;
        if (!text.IsEmpty)
            request.Log.Write(LogLevel.Error, request, $"set_rotate: bad current value: \"{text}\"");
        var remembered = Volatile.Read(ref last);
        return remembered < 0 ? long.MaxValue - 1 : remembered;
    }
}
