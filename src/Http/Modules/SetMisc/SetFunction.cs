using System.Security.Cryptography;
using Engine.Http.Parsing;

namespace Engine.Http.Modules.SetMisc;

/// <summary>Writes the value made of <paramref name="text"/> and returns its length; -1 when the text is invalid.</summary>
public delegate int SetConversion(ReadOnlySpan<byte> text, Span<byte> output, SetMiscConf conf);

/// <summary>A directive that makes one value of another: also <c>ndk.set_var.NAME</c> of Lua and <c>array_map_op</c>.</summary>
/// <param name="Growth">A byte of the text becomes at most so many bytes of the value…</param>
/// <param name="Extra">…and these beside.</param>
public sealed record SetFunction(string Name, int Growth, int Extra, SetConversion Convert)
{
    /// <summary>Room for the value of a text.</summary>
    public int Room(int length) => checked((length * Growth) + Extra);
}

/// <summary>All of them.</summary>
public static class SetFunctions
{
    public static IReadOnlyList<SetFunction> All { get; } =
    [
        new("set_escape_uri", 3, 0, PercentText.Escape),
        new("set_unescape_uri", 1, 0, PercentText.Unescape),
        new("set_quote_sql_str", 2, 2, QuotedText.Sql),
        new("set_quote_pgsql_str", 2, 3, QuotedText.PgSql),
        new("set_quote_json_str", 6, 4, QuotedText.Json),
        new("set_encode_base32", 2, 8, Base32.Encode),
        new("set_decode_base32", 1, 0, Base32.Decode),
        new("set_encode_base64", 2, 4, static (text, output, _) => Base64Text.Encode(text, output, isPadded: true)),
        new("set_decode_base64", 1, 0, static (text, output, _) => Base64Text.Decode(text, output, Base64Text.Standard)),
        new("set_encode_base64url", 2, 4, static (text, output, _) => Base64Text.EncodeUrl(text, output)),
        new("set_decode_base64url", 1, 0, static (text, output, _) => Base64Text.Decode(text, output, Base64Text.Url)),
        new("set_encode_hex", 2, 0, EncodeHex),
        new("set_decode_hex", 1, 0, DecodeHex),
#pragma warning disable CA5350, CA5351 // The directives are named after their algorithms.
        new("set_md5", 0, 2 * MD5.HashSizeInBytes, static (text, output, _) => HexOf(MD5.HashData, text, output, MD5.HashSizeInBytes)),
        new("set_sha1", 0, 2 * SHA1.HashSizeInBytes, static (text, output, _) => HexOf(SHA1.HashData, text, output, SHA1.HashSizeInBytes)),
#pragma warning restore CA5350, CA5351
    ];

    public static SetFunction? Find(string name) => All.FirstOrDefault(function => function.Name == name);

    private delegate int Digest(ReadOnlySpan<byte> text, Span<byte> output);

    private static int HexOf(Digest digest, ReadOnlySpan<byte> text, Span<byte> output, int size)
    {
        Span<byte> hash = stackalloc byte[size];
        digest(text, hash);
        Convert.TryToHexStringLower(hash, output, out var written);
        return written;
    }

    private static int EncodeHex(ReadOnlySpan<byte> text, Span<byte> output, SetMiscConf conf)
    {
        Convert.TryToHexStringLower(text, output, out var written);
        return written;
    }

    private static int DecodeHex(ReadOnlySpan<byte> text, Span<byte> output, SetMiscConf conf) =>
        Convert.FromHexString(text, output, out _, out var written) == System.Buffers.OperationStatus.Done ? written : -1;
}
