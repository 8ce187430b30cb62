using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;

namespace Engine.Http.Modules.Cgi;

/// <summary><c>fastcgi_param name value [if_not_empty]</c></summary>
internal sealed record CgiParam(ByteString Name, ComplexValue Value, bool OnlyIfNotEmpty)
{
    public static CgiParam Read(DirectiveUse use)
    {
        if (use.Count == 3 && use[2] != "if_not_empty")
            throw use.Error($"invalid parameter \"{use[2]}\"");
        return new CgiParam(use.Bytes(0), ComplexValue.Compile(use[1], use), use.Count == 3);
    }
}
