namespace Engine.Mail.Protocols;

/// <summary>What a command came to.</summary>
internal enum CommandResult
{
    /// <summary>It is answered.</summary>
    Answered,

    /// <summary>It can't be obeyed, now or ever; the answer to that is still to be given.</summary>
    Invalid,

    /// <summary>The client has said who it is.</summary>
    Authenticate,

    /// <summary>It is answered, and the session ends.</summary>
    Quit,
}
