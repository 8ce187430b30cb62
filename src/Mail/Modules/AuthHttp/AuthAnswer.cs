using System.Text;
using Engine.Core.Net;
using Engine.Mail.Protocols;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.AuthHttp;

/// <summary>What Auth-Status says.</summary>
internal enum AuthStatus
{
    None,
    Ok,

    /// <summary>It is to be asked again.</summary>
    Wait,

    /// <summary>The client is not let in.</summary>
    Error,
}

/// <summary>
/// The auth server's response: its fields. As with nginx the status line says nothing, and what follows the fields is not read. Names of fields have
/// letters, digits and "-" only.
/// </summary>
internal sealed class AuthAnswer
{
    /// <summary>Longer than anybody wants to wait.</summary>
    private const int MaxWaitSeconds = 24 * 3600;

    private State state;
    private int position;

    private enum State
    {
        StatusLine,
        Fields,
        Done,
    }

    public AuthStatus Status { get; private set; }

    /// <summary>What the client is told when it is not let in.</summary>
    public SessionText Message { get; } = new();

    /// <summary>Auth-Error-Code: what SMTP has before the message.</summary>
    public SessionText ErrorCode { get; } = new();

    public SessionText Server { get; } = new();

    public SessionText Port { get; } = new();

    /// <summary>The name to log in with at the mail server; not set when it is the client's.</summary>
    public SessionText User { get; } = new();

    public SessionText Password { get; } = new();

    public int WaitMs { get; private set; }

    /// <summary>The mail server, once the answer was examined.</summary>
    public SocketAddress? Upstream { get; set; }

    public void Clear()
    {
        state = State.StatusLine;
        position = 0;
        Status = AuthStatus.None;
        WaitMs = 0;
        Upstream = null;
        Message.Clear();
        ErrorCode.Clear();
        Server.Clear();
        Port.Clear();
        User.Clear();
        Password.Clear();
    }

    /// <param name="bytes">From the first byte of the response on.</param>
    public ParseOutcome Advance(ReadOnlySpan<byte> bytes)
    {
        while (state != State.Done)
        {
            var end = bytes[position..].IndexOf((byte)'\n');
            if (end < 0)
                return ParseOutcome.NeedMore;
            var line = bytes.Slice(position, end);
            position += end + 1;
            if (line is [.., (byte)'\r'])
                line = line[..^1];
            if (state == State.StatusLine)
                state = State.Fields;
            else if (line.IsEmpty)
                state = State.Done;
            else if (!TryTakeField(line))
                return ParseOutcome.Invalid;
        }

        return ParseOutcome.Done;
    }

    private bool TryTakeField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line.Contains((byte)'\r') || line.Contains((byte)0))
            return false;
        foreach (var octet in line[..colon])
        {
            if (!char.IsAsciiLetterOrDigit((char)octet) && octet != '-')
                return false;
        }

        Take(line[..colon], line[(colon + 1)..].Trim((byte)' '));
        return true;
    }

    private void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(name, "Auth-Status"u8))
            TakeStatus(value);
        else if (Ascii.EqualsIgnoreCase(name, "Auth-Server"u8))
            Server.Set(value);
        else if (Ascii.EqualsIgnoreCase(name, "Auth-Port"u8))
            Port.Set(value);
        else if (Ascii.EqualsIgnoreCase(name, "Auth-User"u8))
            User.Set(value);
        else if (Ascii.EqualsIgnoreCase(name, "Auth-Pass"u8))
            Password.Set(value);
        else if (Ascii.EqualsIgnoreCase(name, "Auth-Wait"u8))
            WaitMs = DecimalText.TryParse(value, MaxWaitSeconds, out var seconds) ? seconds * 1000 : 0;
        else if (Ascii.EqualsIgnoreCase(name, "Auth-Error-Code"u8))
            ErrorCode.Set(value);
    }

    /// <summary>Who is refused once is not let in by a second field.</summary>
    private void TakeStatus(ReadOnlySpan<byte> value)
    {
        var status = value.SequenceEqual("OK"u8) ? AuthStatus.Ok : value.SequenceEqual("WAIT"u8) ? AuthStatus.Wait : AuthStatus.Error;
        if (status == AuthStatus.Error)
            Message.Set(value);
        if (Status != AuthStatus.Error)
            Status = status;
    }
}
