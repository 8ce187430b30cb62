using Engine.Core.Buffers;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Upstream;

/// <summary>The head of an upstream's response, and its trailers when they have come. The bytes live in the request's memory.</summary>
public sealed class UpstreamResponse
{
    public int Status { get; set; }

    /// <summary>"404 Not Found"; empty when the status alone is known.</summary>
    public ByteString StatusText { get; set; }

    /// <summary>The head as it was parsed, which a cache keeps.</summary>
    public ByteString Head { get; set; }

    public FieldList Fields { get; } = new();

    public FieldList Trailers { get; } = new();

    /// <summary>-1 when it is not known.</summary>
    public long ContentLength { get; set; } = -1;

    public bool IsChunked { get; set; }

    /// <summary>The protocol was switched (101): what follows are raw bytes in both directions.</summary>
    public bool IsUpgraded { get; set; }

    public void Clear()
    {
        Status = 0;
        StatusText = Head = default;
        Fields.Clear();
        Trailers.Clear();
        ContentLength = -1;
        IsChunked = IsUpgraded = false;
    }
}
