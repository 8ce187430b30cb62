using System.Text;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Pop3;

internal enum Pop3Command
{
    None,
    User,
    Pass,
    Apop,
    Auth,
    Capa,
    Noop,
    Quit,
    Stls,
}

internal sealed class Pop3Grammar : ILineGrammar
{
    public static readonly Pop3Grammar Instance = new();

    public int MostWords => 3;

    /// <summary>Names and passwords may have spaces.</summary>
    public bool TakesRest(int command) => (Pop3Command)command is Pop3Command.User or Pop3Command.Pass;

    public int CommandOf(ReadOnlySpan<byte> name) => (int)Find(name);

    private static Pop3Command Find(ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "USER"u8))
            return Pop3Command.User;
        if (Ascii.EqualsIgnoreCase(name, "PASS"u8))
            return Pop3Command.Pass;
        if (Ascii.EqualsIgnoreCase(name, "APOP"u8))
            return Pop3Command.Apop;
        if (Ascii.EqualsIgnoreCase(name, "AUTH"u8))
            return Pop3Command.Auth;
        if (Ascii.EqualsIgnoreCase(name, "CAPA"u8))
            return Pop3Command.Capa;
        if (Ascii.EqualsIgnoreCase(name, "NOOP"u8))
            return Pop3Command.Noop;
        if (Ascii.EqualsIgnoreCase(name, "QUIT"u8))
            return Pop3Command.Quit;
        return Ascii.EqualsIgnoreCase(name, "STLS"u8) ? Pop3Command.Stls : Pop3Command.None;
    }
}
