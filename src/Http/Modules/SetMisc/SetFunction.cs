using Engine.Core.Text;
using Engine.Interop.OpenSsl;

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
        new("set_quote_pgsql_str", 5, 3, QuotedText.PgSql),
        new("set_quote_json_str", 6, 4, QuotedText.Json),
        new("set_encode_base32", 2, 8, Base32.Encode),
        new("set_decode_base32", 1, 0, Base32.Decode),
        new("set_encode_base64", 2, 4, static (text, output, _) => Base64Text.Encode(text, output, isPadded: true)),
        new("set_decode_base64", 1, 0, static (text, output, _) => Base64Text.Decode(text, output, Base64Text.Standard)),
        new("set_encode_base64url", 2, 4, static (text, output, _) => Base64Text.EncodeUrl(text, output)),
        new("set_decode_base64url", 1, 0, static (text, output, _) => Base64Text.Decode(text, output, Base64Text.Url)),
        new("set_encode_hex", 2, 0, EncodeHex),
        new("set_decode_hex", 1, 0, DecodeHex),
        new("set_md5", 0, 2 * Digest.Md5.Size, static (text, output, _) => HexOf(Digest.Md5, text, output)),
        new("set_sha1", 0, 2 * Digest.Sha1.Size, static (text, output, _) => HexOf(Digest.Sha1, text, output)),
    ];

    public static SetFunction? Find(string name) => All.FirstOrDefault(function => function.Name == name);

    private static int HexOf(Digest digest, ReadOnlySpan<byte> text, Span<byte> output)
    {
        digest.ComputeHex(text, output);
        return 2 * digest.Size;
    }

    private static int EncodeHex(ReadOnlySpan<byte> text, Span<byte> output, SetMiscConf conf)
    {
        Convert.TryToHexStringLower(text, output, out var written);
        return written;
    }

    private static int DecodeHex(ReadOnlySpan<byte> text, Span<byte> output, SetMiscConf conf) =>
        Convert.FromHexString(text, output, out _, out var written) == System.Buffers.OperationStatus.Done ? written : -1;
}
