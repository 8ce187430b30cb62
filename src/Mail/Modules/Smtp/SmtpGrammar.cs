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

    public int CommandOf(ReadOnlySpan<byte> name) => (int)Find(name);

    private static SmtpCommand Find(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "HELO"u8))
            return SmtpCommand.Helo;
        if (Ascii.EqualsIgnoreCase(name, "EHLO"u8))
            return SmtpCommand.Ehlo;
        if (Ascii.EqualsIgnoreCase(name, "AUTH"u8))
            return SmtpCommand.Auth;
        if (Ascii.EqualsIgnoreCase(name, "MAIL"u8))
            return SmtpCommand.Mail;
        if (Ascii.EqualsIgnoreCase(name, "RCPT"u8))
            return SmtpCommand.Rcpt;
        if (Ascii.EqualsIgnoreCase(name, "RSET"u8))
            return SmtpCommand.Rset;
        if (Ascii.EqualsIgnoreCase(name, "NOOP"u8))
            return SmtpCommand.Noop;
        if (Ascii.EqualsIgnoreCase(name, "QUIT"u8))
            return SmtpCommand.Quit;
        var isOther = Ascii.EqualsIgnoreCase(name, "VRFY"u8) || Ascii.EqualsIgnoreCase(name, "EXPN"u8) || Ascii.EqualsIgnoreCase(name, "HELP"u8)
            || Ascii.EqualsIgnoreCase(name, "STARTTLS"u8);
        return isOther ? SmtpCommand.Other : SmtpCommand.None;
    }
}
