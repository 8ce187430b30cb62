namespace Engine.Interop.Pcre2;

/// <summary>Options of pcre2_compile(3) and pcre2_match(3), named as in pcre2.h.</summary>
public static class Pcre2Options
{
    public const uint PCRE2_ANCHORED = 0x80000000;
    public const uint PCRE2_ALLOW_EMPTY_CLASS = 0x00000001;
    public const uint PCRE2_ALT_BSUX = 0x00000002;
    public const uint PCRE2_CASELESS = 0x00000008;
    public const uint PCRE2_DOLLAR_ENDONLY = 0x00000010;
    public const uint PCRE2_DOTALL = 0x00000020;
    public const uint PCRE2_DUPNAMES = 0x00000040;
    public const uint PCRE2_EXTENDED = 0x00000080;
    public const uint PCRE2_MATCH_UNSET_BACKREF = 0x00000200;
    public const uint PCRE2_MULTILINE = 0x00000400;
    public const uint PCRE2_UNGREEDY = 0x00040000;
    public const uint PCRE2_UTF = 0x00080000;
    public const uint PCRE2_MATCH_INVALID_UTF = 0x04000000;
}
