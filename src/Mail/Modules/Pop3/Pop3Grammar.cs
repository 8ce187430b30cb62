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

    public int CommandOf(ReadOnlySpan<byte> name)
    {
        if (name.Length != 4)
            return 0;
        Span<byte> upper = stackalloc byte[4];
        Ascii.ToUpper(name, upper, out _);
        return (int)Find(upper);
    }

    private static Pop3Command Find(ReadOnlySpan<byte> upper)
    {
        if (upper.SequenceEqual("USER"u8))
            return Pop3Command.User;
        if (upper.SequenceEqual("PASS"u8))
            return Pop3Command.Pass;
        if (upper.SequenceEqual("APOP"u8))
            return Pop3Command.Apop;
        if (upper.SequenceEqual("AUTH"u8))
            return Pop3Command.Auth;
        if (upper.SequenceEqual("CAPA"u8))
            return Pop3Command.Capa;
        if (upper.SequenceEqual("NOOP"u8))
            return Pop3Command.Noop;
        if (upper.SequenceEqual("QUIT"u8))
            return Pop3Command.Quit;
        return upper.SequenceEqual("STLS"u8) ? Pop3Command.Stls : Pop3Command.None;
    }
}
