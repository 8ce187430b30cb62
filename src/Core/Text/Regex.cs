using Engine.Core.Buffers;
using Engine.Interop;
using Engine.Interop.Pcre2;

namespace Engine.Core.Text;

/// <summary>
/// A regular expression of PCRE2, over bytes. Compiled once and shared by all threads; a match allocates nothing. What PCRE2 holds for it
/// is freed with the last reference; <see cref="Dispose"/> frees it at once, for patterns that are used once.
/// </summary>
public sealed class Regex : IDisposable
{
    private readonly Pcre2Code code;
    private readonly bool longest;

    private Regex(Pcre2Code code, bool longest)
    {
        this.code = code;
        this.longest = longest;
    }

    /// <summary>Whether patterns are compiled to machine code where PCRE2 can; counts for patterns compiled from then on.</summary>
    public static bool UseJit { get; set; } = true;

    /// <summary>Bytes of stack for the machine code, on the calling thread and those that have not matched yet.</summary>
    public static int JitStackSize
    {
        get => Pcre2Code.JitStackSize;
        set => Pcre2Code.JitStackSize = value;
    }

    /// <summary>Groups without the whole match.</summary>
    public int CaptureCount => longest ? 0 : code.CaptureCount;

    /// <summary>Named groups in alphabetical order; with <see cref="RegexFlags.DupNames"/> a name may appear several times.</summary>
    public IReadOnlyList<(string Name, int Index)> Names => code.Names;

    /// <summary>How often PCRE2 may backtrack in one match (lua_regex_match_limit); 0 is its default.</summary>
    public int MatchLimit { get; set; }

    /// <summary>False with nginx's message when the pattern is none; <paramref name="errorOffset"/> is where in the pattern.</summary>
    public static bool TryCompile(ByteString pattern, RegexFlags flags, out Regex? regex, out string error, out int errorOffset)
    {
        var code = Pcre2Code.Compile(pattern.Span, Options(flags), UseJit, out error, out errorOffset);
        regex = code is null ? null : new Regex(code, (flags & RegexFlags.Longest) != 0);
        if (code is not null)
            return true;
        var rest = pattern.Span[errorOffset..];
        error = $"pcre2_compile() failed: {error} in \"{SystemText.Decode(pattern.Span)}\"";
        if (!rest.IsEmpty)
            error += $" at \"{SystemText.Decode(rest)}\"";
        return false;
    }

    /// <summary>
    /// Searches <paramref name="subject"/> from <paramref name="start"/> on. Returns one more than the number of the last group that is set
    /// (so at least 1), 0 without a match, or a negative error of PCRE2. <paramref name="captures"/> gets the start and end of as many
    /// groups as fit, the whole match first, -1 for groups that are not set; without a match it is left alone.
    /// </summary>
    public int Match(ReadOnlySpan<byte> subject, int start, Span<int> captures) => longest
        ? code.MatchLongest(subject, start, captures, (uint)MatchLimit)
        : code.Match(subject, start, captures, (uint)MatchLimit);

    /// <summary>
    /// As the other, without copying: <paramref name="groups"/> has as many as it returns, with all ones for those that are not set, until the
    /// thread's next match.
    /// </summary>
    public int Match(ReadOnlySpan<byte> subject, int start, out ReadOnlySpan<nuint> groups) => longest
        ? code.MatchLongest(subject, start, (uint)MatchLimit, out groups)
        : code.Match(subject, start, (uint)MatchLimit, out groups);

    public bool IsMatch(ReadOnlySpan<byte> subject) => Match(subject, 0, default) > 0;

    /// <summary>Frees the pattern; nobody may be matching with it.</summary>
    public void Dispose() => code.Dispose();

    private static uint Options(RegexFlags flags)
    {
        var options = 0u;
        Add(RegexFlags.CaseInsensitive, Pcre2Options.PCRE2_CASELESS);
        Add(RegexFlags.Multiline, Pcre2Options.PCRE2_MULTILINE);
        Add(RegexFlags.DotAll, Pcre2Options.PCRE2_DOTALL);
        Add(RegexFlags.Extended, Pcre2Options.PCRE2_EXTENDED);
        Add(RegexFlags.Utf, Pcre2Options.PCRE2_UTF);
        // For the longest match PCRE2 takes valid texts only.
        Add(RegexFlags.NoUtfCheck, (flags & RegexFlags.Longest) != 0 ? Pcre2Options.PCRE2_UTF : Pcre2Options.PCRE2_UTF | Pcre2Options.PCRE2_MATCH_INVALID_UTF);
        Add(RegexFlags.Anchored, Pcre2Options.PCRE2_ANCHORED);
        Add(RegexFlags.DollarEndOnly, Pcre2Options.PCRE2_DOLLAR_ENDONLY);
        Add(RegexFlags.DupNames, Pcre2Options.PCRE2_DUPNAMES);
        Add(RegexFlags.JavascriptCompat,
            Pcre2Options.PCRE2_ALT_BSUX | Pcre2Options.PCRE2_ALLOW_EMPTY_CLASS | Pcre2Options.PCRE2_MATCH_UNSET_BACKREF);
        Add(RegexFlags.Ungreedy, Pcre2Options.PCRE2_UNGREEDY);
        return options;

        void Add(RegexFlags flag, uint option) => options |= (flags & flag) != 0 ? option : 0;
    }
}
