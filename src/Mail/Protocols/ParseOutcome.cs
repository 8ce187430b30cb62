namespace Engine.Mail.Protocols;

internal enum ParseOutcome
{
    /// <summary>All right so far, but not complete.</summary>
    NeedMore,

    Done,

    /// <summary>The client waits for a word before it goes on with its command (IMAP's literals).</summary>
    Prompt,

    /// <summary>No command, up to the end of its line.</summary>
    Invalid,
}
