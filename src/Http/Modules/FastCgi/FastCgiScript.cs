using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Requests;

namespace Engine.Http.Modules.FastCgi;

/// <summary>The script that a URI names, and what follows it (<c>fastcgi_split_path_info</c>, <c>fastcgi_index</c>).</summary>
internal static class FastCgiScript
{
    public static VariableValue Name(HttpRequest request)
    {
        var conf = FastCgiConf.Slot.Of(request);
        var name = Split(request, conf, out _);
        return VariableValue.Of(name.Span is [.., (byte)'/'] ? request.Arena.Concat(name.Span, conf.Index.Value.Span) : name);
    }

    public static VariableValue PathInfo(HttpRequest request)
    {
        Split(request, FastCgiConf.Slot.Of(request), out var pathInfo);
        return VariableValue.Of(pathInfo);
    }

    private static ByteString Split(HttpRequest request, FastCgiConf conf, out ByteString pathInfo)
    {
        pathInfo = default;
        if (conf.SplitPathInfo.Value is not { } regex || !regex.TrySplit(request, request.Uri, out var name, out pathInfo))
            return request.Uri;
        return name;
    }
}
