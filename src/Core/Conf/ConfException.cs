namespace Engine.Core.Conf;

/// <summary>A configuration that can't be used: what is wrong, in nginx's words, and where.</summary>
public sealed class ConfException : Exception
{
    public ConfException(string message, string? file = null, int line = 0) : base(message)
    {
        File = file;
        Line = line;
    }

    public string? File { get; }

    /// <summary>1-based; 0 when the error belongs to no line.</summary>
    public int Line { get; }

    /// <summary>The text behind "[emerg] ": message, then " in FILE:LINE" where there is one.</summary>
    public string Text => File is null ? Message : Line > 0 ? $"{Message} in {File}:{Line}" : $"{Message} in {File}";
}
