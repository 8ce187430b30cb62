using System.Buffers;

namespace Engine.Http.Modules.SetMisc;

/// <summary>The bytes that stand behind a backslash in a string literal of SQL.</summary>
public static class SqlEscape
{
    private static ReadOnlySpan<byte> Special => "\0\b\n\r\t\u001A\\'\"$"u8;

    private static ReadOnlySpan<byte> Written => "0bnrtZ\\'\"$"u8;

    /// <summary>What MySQL reads specially: what <c>ngx.quote_sql_str</c> escapes.</summary>
    public static SearchValues<byte> Bytes { get; } = SearchValues.Create(Special[..^1]);

    /// <summary>Those and "$", as set-misc has it.</summary>
    public static SearchValues<byte> BytesAndDollar { get; } = SearchValues.Create(Special);

    /// <summary>What stands for one of these bytes behind its backslash.</summary>
    public static byte Of(byte special) => Written[Special.IndexOf(special)];
}
