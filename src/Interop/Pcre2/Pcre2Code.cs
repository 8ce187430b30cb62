using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Interop.Pcre2;

/// <summary>
/// A compiled pattern (pcre2api(3)). It never changes, so any number of threads may match with it at once; it is freed by
/// <see cref="Dispose"/>, when nobody matches any more, or with the last reference.
/// </summary>
public sealed unsafe partial class Pcre2Code : IDisposable
{
    private const string Library = "libpcre2-8.so.0";
    private const uint PCRE2_CONFIG_VERSION = 11;
    private const uint PCRE2_JIT_COMPLETE = 1;
    private const uint PCRE2_INFO_ALLOPTIONS = 0;
    private const uint PCRE2_INFO_CAPTURECOUNT = 4;
    private const uint PCRE2_INFO_JITSIZE = 10;
    private const uint PCRE2_INFO_NAMECOUNT = 17;
    private const uint PCRE2_INFO_NAMEENTRYSIZE = 18;
    private const uint PCRE2_INFO_NAMETABLE = 19;

    private readonly bool isMachineCode;
    private void* code;

    private Pcre2Code(void* code)
    {
        this.code = code;
        // Of texts in UTF-8 pcre2_match(3) checks first that they are valid.
        isMachineCode = JitSize() > 0 && (Number(PCRE2_INFO_ALLOPTIONS) & Pcre2Options.PCRE2_UTF) == 0;
        CaptureCount = (int)Number(PCRE2_INFO_CAPTURECOUNT);
        Names = ReadNames();
    }

    ~Pcre2Code() => pcre2_code_free_8(code);

    /// <summary>The library's version and date, <c>10.42 2022-12-11</c>, with a zero behind it, where they stay.</summary>
    public static byte* Version { get; } = ReadVersion();

    /// <summary>Groups without the whole match.</summary>
    public int CaptureCount { get; }

    /// <summary>Named groups in alphabetical order; a name that is used twice appears twice.</summary>
    public IReadOnlyList<(string Name, int Index)> Names { get; }

    /// <summary>The compiled pattern, or null with PCRE2's message and the offset in the pattern.</summary>
    public static Pcre2Code? Compile(ReadOnlySpan<byte> pattern, uint options, bool useJit, out string error, out int errorOffset)
    {
        error = "";
        errorOffset = 0;
        void* code;
        int number;
        nuint offset;
        fixed (byte* start = pattern)
        {
            byte none;
            code = pcre2_compile_8(start == null ? &none : start, (nuint)pattern.Length, options, &number, &offset, null);
        }

        if (code == null)
        {
            error = Message(number);
            errorOffset = (int)Math.Min(offset, (nuint)pattern.Length);
            return null;
        }

        // It may fail where memory must not be executable; such patterns are interpreted.
        if (useJit)
            pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE);
        return new Pcre2Code(code);
    }

    /// <summary>
    /// Searches from <paramref name="start"/> on. Returns one more than the number of the last group that is set, 0 without a match,
    /// or PCRE2's negative error. <paramref name="captures"/> gets start and end of as many groups as fit, -1 for unset ones.
    /// A <paramref name="matchLimit"/> of 0 is PCRE2's default.
    /// </summary>
    public int Match(ReadOnlySpan<byte> subject, int start, Span<int> captures, uint matchLimit)
    {
        var result = Match(subject, start, matchLimit, out var groups);
        if (result > 0)
            CopyGroups(groups, captures);
        return result;
    }

    /// <summary>
    /// As the other, but the groups stay where PCRE2 put them until the thread's next match: as many as the result says, with all ones for
    /// those that are not set.
    /// </summary>
    public int Match(ReadOnlySpan<byte> subject, int start, uint matchLimit, out ReadOnlySpan<nuint> groups)
    {
        ObjectDisposedException.ThrowIf(code == null, this);
        var matcher = Pcre2Matcher.OfThread;
        var result = matcher.Match(code, isMachineCode, CaptureCount + 1, subject, start, matchLimit);
        groups = result > 0 ? matcher.Groups(result) : default;
        GC.KeepAlive(this);
        return result;
    }

    /// <summary>As <see cref="Match(ReadOnlySpan{byte}, int, Span{int}, uint)"/>, by the algorithm that finds the longest of all alternatives and no groups.</summary>
    public int MatchLongest(ReadOnlySpan<byte> subject, int start, Span<int> captures, uint matchLimit)
    {
        var result = MatchLongest(subject, start, matchLimit, out var groups);
        if (result > 0)
            CopyGroups(groups, captures);
        return result;
    }

    public int MatchLongest(ReadOnlySpan<byte> subject, int start, uint matchLimit, out ReadOnlySpan<nuint> groups)
    {
        ObjectDisposedException.ThrowIf(code == null, this);
        var matcher = Pcre2Matcher.OfThread;
        var result = matcher.MatchLongest(code, subject, start, matchLimit);
        groups = result > 0 ? matcher.Groups(1) : default;
        GC.KeepAlive(this);
        return result;
    }

    public void Dispose()
    {
        pcre2_code_free_8(code);
        code = null;
        GC.SuppressFinalize(this);
    }

    /// <summary>Bytes of stack that a thread has for the machine code of patterns.</summary>
    public static int JitStackSize
    {
        get => Pcre2Matcher.JitStackSize;
        set => Pcre2Matcher.JitStackSize = value;
    }

    private static void CopyGroups(ReadOnlySpan<nuint> groups, Span<int> captures)
    {
        var set = Math.Min(groups.Length, captures.Length);
        // PCRE2_UNSET is all ones and becomes -1.
        for (var i = 0; i < set; i++)
            captures[i] = (int)groups[i];
        for (var i = set; i < captures.Length; i++)
            captures[i] = -1;
    }

    private static byte* ReadVersion()
    {
        var text = (byte*)NativeMemory.AllocZeroed(64);
        pcre2_config_8(PCRE2_CONFIG_VERSION, text);
        return text;
    }

    private static string Message(int number)
    {
        var text = stackalloc byte[256];
        var length = pcre2_get_error_message_8(number, text, 256);
        return length < 0 ? $"error {number}" : Encoding.UTF8.GetString(text, length);
    }

    private (string, int)[] ReadNames()
    {
        var names = new (string, int)[Number(PCRE2_INFO_NAMECOUNT)];
        if (names.Length == 0)
            return names;
        var entrySize = Number(PCRE2_INFO_NAMEENTRYSIZE);
        byte* entry;
        pcre2_pattern_info_8(code, PCRE2_INFO_NAMETABLE, &entry);
        for (var i = 0; i < names.Length; i++, entry += entrySize)
            names[i] = (Marshal.PtrToStringUTF8((nint)(entry + 2))!, (entry[0] << 8) | entry[1]);
        return names;
    }

    private nuint JitSize()
    {
        nuint size;
        return pcre2_pattern_info_8(code, PCRE2_INFO_JITSIZE, &size) == 0 ? size : 0;
    }

    private uint Number(uint what)
    {
        uint number;
        pcre2_pattern_info_8(code, what, &number);
        return number;
    }

    [LibraryImport(Library)]
    private static partial void* pcre2_compile_8(byte* pattern, nuint length, uint options, int* error, nuint* offset, void* context);

    [LibraryImport(Library)]
    private static partial int pcre2_config_8(uint what, void* where);

    [LibraryImport(Library)]
    private static partial int pcre2_jit_compile_8(void* code, uint options);

    [LibraryImport(Library)]
    private static partial int pcre2_pattern_info_8(void* code, uint what, void* where);

    [LibraryImport(Library)]
    private static partial int pcre2_get_error_message_8(int error, byte* buffer, nuint length);

    [LibraryImport(Library)]
    private static partial void pcre2_code_free_8(void* code);
}
