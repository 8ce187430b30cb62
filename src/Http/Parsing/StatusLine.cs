namespace Engine.Http.Parsing;

/// <summary>A parsed status line (RFC 9112, 4). All slices are offsets into the bytes that were parsed.</summary>
public struct StatusLine
{
    public int Major { get; internal set; }

    public int Minor { get; internal set; }

    public int Status { get; internal set; }

    /// <summary>Status and reason, as a line of a response shows them: "200 OK".</summary>
    public Slice StatusText { get; internal set; }

    /// <summary>The reason phrase; may be empty.</summary>
    public Slice Reason { get; internal set; }
}
