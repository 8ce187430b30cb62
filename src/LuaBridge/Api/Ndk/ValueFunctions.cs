using System.Security.Cryptography;
using Engine.Http.Parsing;
using Engine.LuaBridge.Api.Base64;
using Engine.LuaBridge.Api.Uri;

namespace Engine.LuaBridge.Api.Ndk;

/// <summary>Writes what becomes of a value into a buffer of the length that the function asks for; the length of it, or -1.</summary>
internal delegate int ValueFunction(ReadOnlySpan<byte> value, Span<byte> output);

/// <summary>The directives of set-misc that make one value of another, as functions: <c>ndk.set_var.set_escape_uri("a b")</c>.</summary>
internal static class ValueFunctions
{
    /// <summary>No function makes more bytes than this of one (<c>\u001f</c>), but for the quotes around it.</summary>
    private const int MaxExpansion = 6;
    private const int MaxAround = 8;

    private static readonly (byte[] Name, ValueFunction Function)[] All =
    [
        ("set_escape_uri"u8.ToArray(), EscapeUri),
        ("set_unescape_uri"u8.ToArray(), static (value, output) => UriEscape.Unescape(value, output, UnescapeKind.Component)),
        ("set_quote_sql_str"u8.ToArray(), QuotedText.Sql),
        ("set_quote_pgsql_str"u8.ToArray(), QuotedText.PostgreSql),
        ("set_quote_json_str"u8.ToArray(), QuotedText.Json),
        ("set_encode_base64"u8.ToArray(), static (value, output) => Base64Text.Encode(value, output, isPadded: true)),
        ("set_decode_base64"u8.ToArray(), static (value, output) => Base64Text.Decode(value, output, Base64Text.Standard)),
        ("set_encode_base64url"u8.ToArray(), Base64Text.EncodeUrl),
        ("set_decode_base64url"u8.ToArray(), static (value, output) => Base64Text.Decode(value, output, Base64Text.Url)),
        ("set_encode_base32"u8.ToArray(), Base32Text.Encode),
        ("set_decode_base32"u8.ToArray(), Base32Text.Decode),
        ("set_encode_hex"u8.ToArray(), EncodeHex),
        ("set_decode_hex"u8.ToArray(), DecodeHex),
        ("set_md5"u8.ToArray(), Md5),
        ("set_sha1"u8.ToArray(), Sha1),
    ];

    /// <summary>A number from 0 on; -1: there is none of that name.</summary>
    public static int Find(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < All.Length; i++)
        {
            if (name.SequenceEqual(All[i].Name))
                return i;
        }

        return -1;
    }

    public static int RoomFor(int length) => (length * MaxExpansion) + MaxAround + (2 * SHA1.HashSizeInBytes);

    public static int Run(int number, ReadOnlySpan<byte> value, Span<byte> output) => All[number].Function(value, output);

    private static int EscapeUri(ReadOnlySpan<byte> value, Span<byte> output)
    {
        LuaEscape.Write(value, output, LuaEscape.Component);
        return LuaEscape.Length(value, LuaEscape.Component);
    }

    private static int EncodeHex(ReadOnlySpan<byte> value, Span<byte> output)
    {
        Convert.TryToHexStringLower(value, output, out var written);
        return written;
    }

    private static int DecodeHex(ReadOnlySpan<byte> value, Span<byte> output) =>
        value.Length % 2 == 0 && Convert.FromHexString(value, output, out _, out var written) == System.Buffers.OperationStatus.Done ? written : -1;

#pragma warning disable CA5350, CA5351 // The functions are named after their algorithms.
    private static int Md5(ReadOnlySpan<byte> value, Span<byte> output)
    {
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(value, digest);
        return EncodeHex(digest, output);
    }

    private static int Sha1(ReadOnlySpan<byte> value, Span<byte> output)
    {
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(value, digest);
        return EncodeHex(digest, output);
    }
#pragma warning restore CA5350, CA5351
}
