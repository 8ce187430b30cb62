using Engine.Core.Buffers;
using Engine.Http.Requests;

namespace Engine.Http.Responses;

/// <summary>A response's status and fields before they are on the wire. Fields that the server computes have properties.</summary>
public sealed class ResponseHeaders
{
    private FieldList? trailers;

    /// <summary>The status code; 0 while nobody has chosen one.</summary>
    public int Status { get; set; }

    /// <summary>"404 Not Found" in other words than the standard's; empty for those.</summary>
    public ByteString StatusLine { get; set; }

    /// <summary>Content-Length; -1 when the length is not known.</summary>
    public long ContentLength { get; set; } = -1;

    /// <summary>Content-Type without the charset that is added to it.</summary>
    public ByteString ContentType { get; set; }

    /// <summary>Added to Content-Type as "; charset=".</summary>
    public ByteString Charset { get; set; }

    /// <summary>The charset that the content is to be converted to, whatever the configuration says (X-Accel-Charset).</summary>
    public ByteString OverrideCharset { get; set; }

    /// <summary>Last-Modified in seconds since 1970; -1 for none.</summary>
    public long LastModified { get; set; } = -1;

    /// <summary>A Location that begins with "/" stays as it is, whatever <c>absolute_redirect</c> says.</summary>
    public bool KeepsLocation { get; set; }

    /// <summary>Every other field. Server and Date here replace those of the server.</summary>
    public FieldList Fields { get; } = new();

    /// <summary>Fields that follow a chunked body.</summary>
    public FieldList Trailers => trailers ??= new FieldList();

    /// <summary>There are trailers, or there may be when the body ends: it is to be chunked.</summary>
    public bool HasTrailers => ExpectsTrailers || trailers is { Count: > 0 };

    /// <summary>Trailers will be added while the body is sent.</summary>
    public bool ExpectsTrailers { get; set; }

    /// <summary>Parts of the body may be asked for: the range filter works on it.</summary>
    public bool AllowsRanges { get; set; }

    /// <summary>A subrequest's body is a part of the main request's content, of which it sends what the main request's range needs.</summary>
    public bool AllowsSubrequestRanges { get; set; }

    /// <summary>Where in the content the body begins.</summary>
    public long ContentOffset { get; set; }

    /// <summary>Only one range at a time: the body comes in pieces that can't be sought.</summary>
    public bool AllowsSingleRangeOnly { get; set; }

    /// <summary>If-Modified-Since and the like don't apply.</summary>
    public bool IgnoresConditions { get; set; }

    /// <summary>Vary: Accept-Encoding.</summary>
    public bool VariesByEncoding { get; set; }

    public void SetField(ReadOnlySpan<byte> name, ByteString value, ByteArena arena) => Fields.Set(arena.Copy(name), value);

    /// <summary>The body will not be the one that these describe.</summary>
    public void ClearContentLength()
    {
        ContentLength = -1;
        Fields.Remove("Content-Length"u8);
    }

    public void ClearLastModified()
    {
        LastModified = -1;
        Fields.Remove("Last-Modified"u8);
    }

    public void ClearETag() => Fields.Remove("ETag"u8);

    public void ClearAcceptRanges()
    {
        AllowsRanges = false;
        Fields.Remove("Accept-Ranges"u8);
    }

    /// <summary>A strong entity tag becomes a weak one: the bytes change, the meaning stays (RFC 9110 section 8.8.3).</summary>
    public void WeakenETag(ByteArena arena)
    {
        var index = Fields.IndexOf("ETag"u8);
        if (index < 0)
            return;
        var tag = Fields[index].Value;
        if (tag.Span is [(byte)'"', ..])
            Fields.Set(Fields[index].Name, arena.Concat("W/"u8, tag.Span));
        else if (!tag.Span.StartsWith("W/\""u8))
            ClearETag();
    }

    /// <summary>Whatever values came from, none can add lines to the head: the last step before it is written.</summary>
    internal void MakeSafe(ByteArena arena)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (!FieldValue.IsSafe(Fields[i].Value))
                Fields.SetValue(i, FieldValue.Safe(arena, Fields[i].Value));
        }

        if (!FieldValue.IsSafe(StatusLine))
            StatusLine = FieldValue.Safe(arena, StatusLine);
        if (!FieldValue.IsSafe(ContentType))
            ContentType = FieldValue.Safe(arena, ContentType);
        if (!FieldValue.IsSafe(Charset))
            Charset = FieldValue.Safe(arena, Charset);
    }

    public void Clear()
    {
        Status = 0;
        StatusLine = ContentType = Charset = OverrideCharset = default;
        ContentLength = LastModified = -1;
        ContentOffset = 0;
        Fields.Clear();
        trailers?.Clear();
        KeepsLocation = AllowsRanges = AllowsSubrequestRanges = AllowsSingleRangeOnly = IgnoresConditions = VariesByEncoding = ExpectsTrailers = false;
    }
}
