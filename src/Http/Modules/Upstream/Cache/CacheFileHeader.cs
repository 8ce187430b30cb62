using System.Buffers.Binary;
using Engine.Core.Buffers;

namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>
/// What stands in a cache file before the response's head: when it is valid, and for whom. The file's own layout, little-endian:
/// <code>
///  0 magic, 4 version      8 valid until   16 stale-while-revalidate   24 stale-if-error   32 Last-Modified   40 stored at
/// 48 where the head begins 52 where the body begins   56 etag length, 58 vary length   60 variant (16 bytes)   76 etag, vary
///    "\nKEY: " key "\n" head body
/// </code>
/// </summary>
internal struct CacheFileHeader
{
    private const uint Magic = 0x4331_4E45;
    private const uint Version = 1;
    private const int FixedSize = 76;
    private const int ValidityOffset = 8;
    private const int ValiditySize = 40;

    /// <summary>Longer Vary lists are not cached, as in nginx.</summary>
    public const int MaxVary = 128;

    /// <summary>Longer entity tags are not remembered, as in nginx.</summary>
    public const int MaxETag = 128;

    private static ReadOnlySpan<byte> KeyMark => "\nKEY: "u8;

    /// <summary>Seconds since 1970.</summary>
    public long ValidSeconds;

    /// <summary>How long after that it may be used while it is fetched again.</summary>
    public long UpdatingSeconds;

    /// <summary>How long after that it may be used when it can't be fetched.</summary>
    public long ErrorSeconds;

    /// <summary>Seconds since 1970; -1 for none.</summary>
    public long LastModified;

    public long StoredSeconds;

    public int HeadStart;
    public int BodyStart;

    /// <summary>The hash of the request's fields that <see cref="Vary"/> names.</summary>
    public UInt128 Variant;

    public ByteString ETag;

    /// <summary>The names of the request's fields that the response depends on; empty for none.</summary>
    public ByteString Vary;

    /// <summary>Appends header and key for a head of that length.</summary>
    public void Write(HeadBuffer target, ReadOnlySpan<byte> key, int headLength)
    {
        HeadStart = FixedSize + ETag.Length + Vary.Length + KeyMark.Length + key.Length + 1;
        BodyStart = HeadStart + headLength;
        Span<byte> bytes = stackalloc byte[FixedSize];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Version);
        WriteValidity(bytes[ValidityOffset..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[48..], HeadStart);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[52..], BodyStart);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[56..], (ushort)ETag.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[58..], (ushort)Vary.Length);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[60..], Variant);
        target.Append(bytes);
        target.Append(ETag);
        target.Append(Vary);
        target.Append(KeyMark);
        target.Append(key);
        target.Append("\n"u8);
    }

    /// <summary>The part of a file that says how long it is valid: its place and new bytes.</summary>
    public readonly int FormatValidity(Span<byte> bytes)
    {
        WriteValidity(bytes);
        return ValidityOffset;
    }

    public static int SizeOfValidity => ValiditySize;

    /// <summary>Reads a header from the beginning of a file. False when it is none, or that of another key (two keys can have one hash).</summary>
    public bool TryRead(ByteString file, ReadOnlySpan<byte> key, out bool isOtherKey)
    {
        isOtherKey = false;
        var bytes = file.Span;
        if (bytes.Length < FixedSize || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Version)
            return false;
        ReadValidity(bytes[ValidityOffset..]);
        HeadStart = BinaryPrimitives.ReadInt32LittleEndian(bytes[48..]);
        BodyStart = BinaryPrimitives.ReadInt32LittleEndian(bytes[52..]);
        var etag = BinaryPrimitives.ReadUInt16LittleEndian(bytes[56..]);
        var vary = BinaryPrimitives.ReadUInt16LittleEndian(bytes[58..]);
        Variant = BinaryPrimitives.ReadUInt128LittleEndian(bytes[60..]);
        var keyStart = FixedSize + etag + vary + KeyMark.Length;
        if (HeadStart > bytes.Length || keyStart >= HeadStart || BodyStart < HeadStart)
            return false;
        isOtherKey = !bytes[keyStart..(HeadStart - 1)].SequenceEqual(key);
        ETag = file.Slice(FixedSize, etag);
        Vary = file.Slice(FixedSize + etag, vary);
        return !isOtherKey;
    }

    private readonly void WriteValidity(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, ValidSeconds);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], UpdatingSeconds);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], ErrorSeconds);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], LastModified);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], StoredSeconds);
    }

    private void ReadValidity(ReadOnlySpan<byte> bytes)
    {
        ValidSeconds = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        UpdatingSeconds = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        ErrorSeconds = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        LastModified = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]);
        StoredSeconds = BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]);
    }
}
