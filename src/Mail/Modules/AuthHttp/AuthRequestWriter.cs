using System.Buffers;
using System.Text;
using Engine.Mail.Protocols;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.AuthHttp;

/// <summary>
/// The request to the auth server. What the client sent in base64, in quotes or as a literal may be any bytes: those that could end a field, and "%",
/// are written as %HH.
/// </summary>
internal static class AuthRequestWriter
{
    public static void Write(IBufferWriter<byte> output, MailSession session, AuthHttpConf conf)
    {
        var credentials = session.Credentials;
        output.Write(conf.Head.Span);
        WriteField(output, "Auth-Method: "u8, credentials.Method.AuthName());
        WriteEscaped(output, "Auth-User: "u8, credentials.Name.Span);
        WriteEscaped(output, "Auth-Pass: "u8, credentials.Password.Span);
        if (credentials.Method is not AuthMethods.Plain and not AuthMethods.None && credentials.Salt.IsSet)
            WriteField(output, "Auth-Salt: "u8, credentials.Salt.Span);
        WriteField(output, "Auth-Protocol: "u8, Encoding.ASCII.GetBytes(session.Protocol.Name));
        WriteNumber(output, "Auth-Login-Attempt: "u8, credentials.Attempts);
        WriteField(output, "Client-IP: "u8, session.Remote.Text);
        if (session.Envelope.Host.IsSet)
            WriteField(output, "Client-Host: "u8, session.Envelope.Host.Span);
        WriteProxyProtocol(output, session);
        if (credentials.Method == AuthMethods.None)
            WriteEnvelope(output, session.Envelope);
        output.Write(conf.Fields.Span);
        output.Write("\r\n"u8);
    }

    private static void WriteProxyProtocol(IBufferWriter<byte> output, MailSession session)
    {
        if (session.ProxyProtocol is not { Source: { } client, Destination: { } server })
            return;
        WriteField(output, "Proxy-Protocol-Addr: "u8, client.Text);
        WriteNumber(output, "Proxy-Protocol-Port: "u8, client.Port);
        WriteField(output, "Proxy-Protocol-Server-Addr: "u8, server.Text);
        WriteNumber(output, "Proxy-Protocol-Server-Port: "u8, server.Port);
    }

    private static void WriteEnvelope(IBufferWriter<byte> output, Envelope envelope)
    {
        WriteField(output, "Auth-SMTP-Helo: "u8, envelope.Helo.Span);
        WriteField(output, "Auth-SMTP-From: "u8, envelope.From.Span);
        WriteField(output, "Auth-SMTP-To: "u8, envelope.To.Span);
    }

    private static void WriteField(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        output.Write(name);
        output.Write(value);
        output.Write("\r\n"u8);
    }

    private static void WriteNumber(IBufferWriter<byte> output, ReadOnlySpan<byte> name, int number)
    {
        Span<byte> digits = stackalloc byte[12];
        number.TryFormat(digits, out var length, default, null);
        WriteField(output, name, digits[..length]);
    }

    private static void WriteEscaped(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        output.Write(name);
        var room = output.GetSpan(3 * value.Length + 2);
        var written = 0;
        foreach (var octet in value)
            written += WriteEscaped(room[written..], octet);
        "\r\n"u8.CopyTo(room[written..]);
        output.Advance(written + 2);
    }

    private static int WriteEscaped(Span<byte> room, byte octet)
    {
        if (octet is > (byte)' ' and not (byte)'%')
        {
            room[0] = octet;
            return 1;
        }

        var digits = "0123456789ABCDEF"u8;
        room[0] = (byte)'%';
        room[1] = digits[octet >> 4];
        room[2] = digits[octet & 15];
        return 3;
    }
}
