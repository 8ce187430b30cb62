using System.Buffers;

namespace Engine.Http.Parsing;

/// <summary>The sets of bytes that the parsers search for.</summary>
internal static class ByteClass
{
    public const byte Cr = (byte)'\r';
    public const byte Lf = (byte)'\n';
    public const byte Space = (byte)' ';
    public const byte Tab = (byte)'\t';

    private static readonly byte[] Controls = [.. Enumerable.Range(0, 32).Select(static value => (byte)value), 0x7F];

    /// <summary>What a field name is made of when nothing is unusual.</summary>
    public static readonly SearchValues<byte> FieldName = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"u8);

    public static readonly SearchValues<byte> FieldNameEnd = SearchValues.Create([.. Controls, Space, (byte)':']);

    /// <summary>All that cannot be inside a field value or a chunk extension: controls except the tab.</summary>
    public static readonly SearchValues<byte> FieldValueEnd = SearchValues.Create(Array.FindAll(Controls, static value => value != Tab));

    /// <summary>All that cannot be inside a request target.</summary>
    public static readonly SearchValues<byte> TargetEnd = SearchValues.Create([.. Controls, Space]);

    /// <summary>What an IP literal has between its brackets (RFC 3986, 3.2.2).</summary>
    public static readonly SearchValues<byte> IpLiteral = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:"u8);

    /// <summary>What a host name is made of, escapes apart (RFC 3986, 3.2.2).</summary>
    public static readonly SearchValues<byte> RegisteredName = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;="u8);

    public static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 'z' - 'a';

    public static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    public static bool IsUpper(byte value) => (uint)(value - 'A') <= 'Z' - 'A';

    /// <summary>Optional white space of RFC 9110, 5.6.3.</summary>
    public static bool IsWhiteSpace(byte value) => value is Space or Tab;
}
