namespace Engine.Mail.Sessions;

/// <summary>What an SMTP client says of itself and of its mail.</summary>
internal sealed class Envelope
{
    /// <summary>The client's name by DNS, or "[UNAVAILABLE]", "[TEMPUNAVAIL]".</summary>
    public SessionText Host { get; } = new();

    /// <summary>The argument of HELO or EHLO.</summary>
    public SessionText Helo { get; } = new();

    /// <summary>It was EHLO.</summary>
    public bool IsExtended { get; set; }

    /// <summary>The whole command MAIL.</summary>
    public SessionText From { get; } = new();

    /// <summary>The whole command RCPT.</summary>
    public SessionText To { get; } = new();

    public void Clear()
    {
        Host.Clear();
        Helo.Clear();
        IsExtended = false;
        ClearMail();
    }

    public void ClearMail()
    {
        From.Clear();
        To.Clear();
    }
}
