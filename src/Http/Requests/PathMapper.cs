using Engine.Core.Buffers;
using Engine.Http.Locations;

namespace Engine.Http.Requests;

/// <summary>The file that a URI stands for (<c>root</c>, <c>alias</c>).</summary>
public static class PathMapper
{
    /// <summary>The path of the request's URI, without a terminating zero.</summary>
    public static ByteString Map(HttpRequest request) => Map(request, request.Uri);

    /// <summary>The path of another URI in the request's location.</summary>
    public static ByteString Map(HttpRequest request, ByteString uri)
    {
        var core = request.Location.Core;
        if (!core.Alias.IsSet)
            return request.Arena.Concat(Root(request).Span, uri.Span);
        var alias = Absolute(request, core.Alias.Value.Evaluate(request));
        var skip = AliasedLength(request.Location, core);
        return skip < 0 ? alias : request.Arena.Concat(alias.Span, uri.Slice(Math.Min(skip, uri.Length)).Span);
    }

    /// <summary>The directory that URIs are looked for in: <c>$document_root</c>.</summary>
    public static ByteString Root(HttpRequest request)
    {
        var core = request.Location.Core;
        if (core.Alias.IsSet)
            return Absolute(request, core.Alias.Value.Evaluate(request));
        return core.Root.IsSet ? Absolute(request, core.Root.Value.Evaluate(request)) : request.Configuration.DefaultRoot;
    }

    /// <summary>What a variable gave is relative to the prefix.</summary>
    private static ByteString Absolute(HttpRequest request, ByteString path) =>
        path.Span is [(byte)'/', ..] ? path : request.Arena.Concat(request.Configuration.Prefix.Span, path.Span);

    /// <summary>How much of the URI an alias replaces: the name of the location that has it. Nothing is appended (-1) below a regular expression.</summary>
    private static int AliasedLength(Location location, Modules.Core.CoreLocationConf core)
    {
        for (var owner = location; ; owner = owner.Parent)
        {
            // An "if" or a nested block shares the alias of the location around it.
            if (owner.Parent is null || !ReferenceEquals(owner.Parent.Core.Alias.Value, core.Alias.Value))
                return owner.Kind == LocationKind.Regex ? -1 : owner.Name.Length;
        }
    }
}
