using System.Text;

namespace Engine.Mail.Modules.Imap;

internal enum ImapCommand
{
    None,
    Noop,
    Login,
    Logout,
    Capability,
    Authenticate,
    StartTls,
}

internal static class ImapCommands
{
    /// <summary>The command of a name, in whatever case it is written.</summary>
    public static ImapCommand Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when Ascii.EqualsIgnoreCase(name, "NOOP"u8) => ImapCommand.Noop,
        5 when Ascii.EqualsIgnoreCase(name, "LOGIN"u8) => ImapCommand.Login,
        6 when Ascii.EqualsIgnoreCase(name, "LOGOUT"u8) => ImapCommand.Logout,
        8 when Ascii.EqualsIgnoreCase(name, "STARTTLS"u8) => ImapCommand.StartTls,
        10 when Ascii.EqualsIgnoreCase(name, "CAPABILITY"u8) => ImapCommand.Capability,
        12 when Ascii.EqualsIgnoreCase(name, "AUTHENTICATE"u8) => ImapCommand.Authenticate,
        _ => ImapCommand.None,
    };
}
