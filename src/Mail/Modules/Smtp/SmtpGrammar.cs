using System.Text;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Smtp;

internal enum SmtpCommand
{
    None,
    Helo,
    Ehlo,
    Auth,
    Mail,
    Rcpt,
    Rset,
    Noop,
    Quit,

    /// <summary>Known, and not for somebody who has not logged in.</summary>
    Other,
}

internal sealed class SmtpGrammar : ILineGrammar
{
    public static readonly SmtpGrammar Instance = new();

    public int MostWords => CommandWords.Most;

    public bool TakesRest(int command) => false;

    public int CommandOf(ReadOnlySpan<byte> name)
    {
        if (name.Length == 8)
            return Ascii.EqualsIgnoreCase(name, "STARTTLS"u8) ? (int)SmtpCommand.Other : 0;
        if (name.Length != 4)
            return 0;
        Span<byte> upper = stackalloc byte[4];
        Ascii.ToUpper(name, upper, out _);
        return (int)Find(upper);
    }

    private static SmtpCommand Find(ReadOnlySpan<byte> upper)
    {
        if (upper.SequenceEqual("HELO"u8))
            return SmtpCommand.Helo;
        if (upper.SequenceEqual("EHLO"u8))
            return SmtpCommand.Ehlo;
        if (upper.SequenceEqual("AUTH"u8))
            return SmtpCommand.Auth;
        if (upper.SequenceEqual("MAIL"u8))
            return SmtpCommand.Mail;
        if (upper.SequenceEqual("RCPT"u8))
            return SmtpCommand.Rcpt;
        if (upper.SequenceEqual("RSET"u8))
            return SmtpCommand.Rset;
        if (upper.SequenceEqual("NOOP"u8))
            return SmtpCommand.Noop;
        if (upper.SequenceEqual("QUIT"u8))
            return SmtpCommand.Quit;
        var isOther = upper.SequenceEqual("VRFY"u8) || upper.SequenceEqual("EXPN"u8) || upper.SequenceEqual("HELP"u8);
        return isOther ? SmtpCommand.Other : SmtpCommand.None;
    }
}
