namespace Engine.Core.Text;

/// <summary>How a pattern is read; the letters are those of ngx.re.*.</summary>
[Flags]
public enum RegexFlags
{
    None = 0,

    /// <summary>i</summary>
    CaseInsensitive = 1,

    /// <summary>m: ^ and $ match at every line.</summary>
    Multiline = 2,

    /// <summary>s: the dot matches newlines too.</summary>
    DotAll = 4,

    /// <summary>x: white space and comments in the pattern do not count.</summary>
    Extended = 8,

    /// <summary>u: pattern and subject are UTF-8; a subject that is not is an error.</summary>
    Utf = 16,

    /// <summary>U: as <see cref="Utf"/>, but a subject need not be valid. Never undefined behaviour: bytes that are no character match nothing, and are an error with <see cref="Longest"/>.</summary>
    NoUtfCheck = 32,

    /// <summary>a: a match begins at the start offset.</summary>
    Anchored = 64,

    /// <summary>$ does not match before a newline at the end.</summary>
    DollarEndOnly = 128,

    /// <summary>D: several groups may have one name.</summary>
    DupNames = 256,

    /// <summary>J: \x, \u, [] and references to unset groups as in JavaScript.</summary>
    JavascriptCompat = 512,

    /// <summary>Quantifiers are lazy, and greedy with a question mark.</summary>
    Ungreedy = 1024,

    /// <summary>d: the longest match instead of the first alternative that matches; no groups.</summary>
    Longest = 2048,
}
