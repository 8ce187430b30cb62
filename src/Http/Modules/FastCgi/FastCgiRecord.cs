using System.Buffers.Binary;
using Engine.Http.Modules.Upstream;

namespace Engine.Http.Modules.FastCgi;

internal enum FastCgiType : byte
{
    BeginRequest = 1,
    EndRequest = 3,
    Params = 4,
    StandardInput = 5,
    StandardOutput = 6,
    StandardError = 7,
}

/// <summary>The header of a record (FastCGI 1.0, 3.3): version, type, request (always 1), content length, padding length.</summary>
internal static class FastCgiRecord
{
    public const int HeaderSize = 8;
    public const int MaxContent = 65535;

    public static void WriteHeader(Span<byte> target, FastCgiType type, int contentLength)
    {
        target[0] = 1;
        target[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], (ushort)contentLength);
        target[6] = target[7] = 0;
    }

    public static void Append(HeadBuffer target, FastCgiType type, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        WriteHeader(header, type, content.Length);
        target.Append(header);
        target.Append(content);
    }

    /// <summary>A stream of any length is as many records as it takes, and an empty one.</summary>
    public static void AppendStream(HeadBuffer target, FastCgiType type, ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            var length = Math.Min(content.Length, MaxContent);
            Append(target, type, content[..length]);
            content = content[length..];
        }

        Append(target, type, default);
    }

    /// <summary>One name-value pair (FastCGI 1.0, 3.4).</summary>
    public static void AppendPair(HeadBuffer target, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        AppendLength(target, name.Length);
        AppendLength(target, value.Length);
        target.Append(name);
        target.Append(value);
    }

    private static void AppendLength(HeadBuffer target, int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)length | 0x8000_0000);
        if (length < 128)
            target.Append([(byte)length]);
        else
            target.Append(bytes);
    }
}
