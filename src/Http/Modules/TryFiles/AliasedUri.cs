using Engine.Core.Buffers;
using Engine.Http.OpenFiles;
using Engine.Http.Requests;

namespace Engine.Http.Modules.TryFiles;

/// <summary>How names become paths and URIs where an alias may replace the beginning of the URI.</summary>
internal readonly struct AliasedUri
{
    private readonly HttpRequest request;
    private readonly bool hasAlias;

    /// <summary>How much of the URI the alias stands for; -1 for all of it.</summary>
    private readonly int aliased;

    public AliasedUri(HttpRequest request)
    {
        this.request = request;
        var core = request.Location.Core;
        hasAlias = core.Alias.IsSet;
        aliased = hasAlias ? PathMapper.AliasedLength(request.Location, core) : 0;
    }

    /// <summary>A name made of the URI begins with the part that the alias replaces.</summary>
    public ByteString Shorten(ByteString name, bool isConstant)
    {
        if (isConstant || aliased <= 0 || request.Uri.Length < aliased || !name.Span.StartsWith(request.Uri.Slice(0, aliased).Span))
            return name;
        return name.Slice(aliased);
    }

    public FilePath PathOf(ByteString name)
    {
        if (!hasAlias)
            return PathMapper.MapFile(request, name);
        var uri = aliased > 0 ? Whole(name) : name;
        if (aliased >= 0)
            return PathMapper.MapFile(request, uri);
        return FilePath.Join(request.Arena, PathMapper.Root(request).Span, name.Span);
    }

    /// <summary>The request goes on with what was found.</summary>
    public void Take(ByteString name, bool isDirectory)
    {
        if (aliased >= 0)
        {
            request.Uri = aliased > 0 ? Whole(name) : name;
            return;
        }

        if (isDirectory)
            return;
        request.Uri = name;
        request.AppendsUriToAlias = true;
    }

    private ByteString Whole(ByteString name) => request.Arena.Concat(request.Uri.Slice(0, Math.Min(aliased, request.Uri.Length)).Span, name.Span);
}
