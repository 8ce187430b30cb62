using Engine.Core.Buffers;
using Engine.Http.OpenFiles;
using Engine.Http.Locations;

namespace Engine.Http.Requests;

/// <summary>The file that a URI stands for (<c>root</c>, <c>alias</c>).</summary>
public static class PathMapper
{
    /// <summary>The path of the request's URI.</summary>
    public static ByteString Map(HttpRequest request) => MapFile(request, request.Uri).Text;

    /// <summary>The path of the request's URI for system calls.</summary>
    public static FilePath MapFile(HttpRequest request) => MapFile(request, request.Uri);

    /// <summary>The path of another URI in the request's location; empty when it would lead out of an alias ("/i../x").</summary>
    public static FilePath MapFile(HttpRequest request, ByteString uri)
    {
        var core = request.Location.Core;
        if (!core.Alias.IsSet)
            return FilePath.Join(request.Arena, Root(request).Span, uri.Span);
        var alias = Absolute(request, core.Alias.Value.Evaluate(request));
        var skip = AliasedLength(request.Location, core);
        var rest = skip >= 0 ? uri.Slice(Math.Min(skip, uri.Length)) : request.AppendsUriToAlias ? uri : default;
        return LeadsUp(alias.Span, rest.Span) ? default : FilePath.Join(request.Arena, alias.Span, rest.Span);
    }

    /// <summary>The directory that URIs are looked for in: <c>$document_root</c>.</summary>
    public static ByteString Root(HttpRequest request)
    {
        var core = request.Location.Core;
        if (core.Alias.IsSet)
            return Absolute(request, core.Alias.Value.Evaluate(request));
        return core.Root.IsSet ? Absolute(request, core.Root.Value.Evaluate(request)) : request.Configuration.DefaultRoot;
    }

    /// <summary>
    /// How much of the URI an alias replaces: the name of the location that has it. Nothing is appended (-1) below a regular expression.
    /// </summary>
    internal static int AliasedLength(Location location, Modules.Core.CoreLocationConf core)
    {
        for (var owner = location; ; owner = owner.Parent)
        {
            // An "if" or a nested block shares the alias of the location around it.
            if (owner.Parent is null || !ReferenceEquals(owner.Parent.Core.Alias.Value, core.Alias.Value))
                return owner.Kind == LocationKind.Regex ? -1 : owner.Name.Length;
        }
    }

    /// <summary>What a variable gave is relative to the prefix.</summary>
    private static ByteString Absolute(HttpRequest request, ByteString path) =>
        path.Span is [(byte)'/', ..] ? path : request.Arena.Concat(request.Configuration.Prefix.Span, path.Span);

    /// <summary>The URI is normalised, so ".." can only come about where alias and rest meet in the middle of a segment.</summary>
    private static bool LeadsUp(ReadOnlySpan<byte> alias, ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest[0] != '.')
            return false;
        var head = alias[(alias.LastIndexOf((byte)'/') + 1)..];
        var slash = rest.IndexOf((byte)'/');
        var tail = slash < 0 ? rest : rest[..slash];
        return head.Length + tail.Length == 2 && (head.IsEmpty || head[0] == '.') && tail[^1] == '.';
    }
}
