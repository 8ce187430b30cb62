using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Memc;

/// <summary>Flags that are a time, in seconds since 1970: a response's Last-Modified, kept beside its body.</summary>
internal static class MemcFlags
{
    private static readonly ByteString Name = ByteString.Copy("memc_flags"u8);

    /// <summary><c>$memc_flags_as_http_time</c>: not found without flags.</summary>
    public static VariableValue AsHttpTime(HttpRequest request)
    {
        if (!request.Configuration.Variables.TryGet(request, Name, out var flags) || !uint.TryParse(flags.Bytes.Span, out var seconds))
            return VariableValue.NotFound;
        var text = request.Arena.Allocate(HttpDate.Length, out var bytes);
        HttpDate.Format(seconds, bytes);
        return VariableValue.Of(text);
    }
}
