using System.Security.Cryptography;
using Engine.Core.Buffers;
using Engine.Mail.Protocols;

namespace Engine.Mail.Sessions;

/// <summary>Whom the client says it is, and how.</summary>
internal sealed class Credentials
{
    public AuthMethods Method { get; set; } = AuthMethods.Plain;

    public SessionText Name { get; } = new();

    /// <summary>The password or, of a method without one, the hash in its place; not set when there is neither.</summary>
    public SessionText Password { get; } = new();

    /// <summary>What the client is to mix with its password (APOP, CRAM-MD5).</summary>
    public SessionText Salt { get; } = new();

    /// <summary>How often the client tried to log in, this time included.</summary>
    public int Attempts { get; set; }

    /// <summary>The salt, one for the session: "&lt;random.time@server&gt;" (RFC 1939 section 7, RFC 2195).</summary>
    public SessionText MakeSalt(MailSession session)
    {
        if (Salt.IsSet)
            return Salt;
        var name = session.Server.Name.Span;
        var writer = new SpanWriter(Salt.Allocate(name.Length + 48));
        writer.Write("<"u8);
        writer.Write(RandomNumberGenerator.GetInt32(int.MaxValue));
        writer.Write("."u8);
        writer.Write(session.Connection.Loop.Clock.UnixSeconds);
        writer.Write("@"u8);
        writer.Write(name);
        writer.Write(">"u8);
        Salt.Shorten(writer.Written);
        return Salt;
    }

    public void Clear()
    {
        Method = AuthMethods.Plain;
        Name.Clear();
        Password.Clear();
        Salt.Clear();
        Attempts = 0;
    }
}
