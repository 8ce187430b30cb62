using System.Buffers;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.Proxy;

/// <summary>Postfix's XCLIENT: whose mail it is (postfix.org, "Postfix XCLIENT Howto").</summary>
internal static class XclientCommand
{
    public static void Write(IBufferWriter<byte> output, MailSession session)
    {
        output.Write(session.Remote.IsIPv6 ? "XCLIENT ADDR=IPV6:"u8 : "XCLIENT ADDR="u8);
        output.Write(session.Remote.Text);
        if (!session.Credentials.Name.IsEmpty && !ProxyConf.Slot.Of(session).SmtpAuth.Value)
        {
            output.Write(" LOGIN="u8);
            WriteValue(output, session.Credentials.Name.Span);
        }

        output.Write(" NAME="u8);
        output.Write(session.Envelope.Host.Span);
        output.Write("\r\n"u8);
    }

    /// <summary>What can't stand in a value is written as +HH (RFC 3461 section 4, xtext): nothing of a name can begin another command.</summary>
    private static void WriteValue(IBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        var digits = "0123456789ABCDEF"u8;
        var room = output.GetSpan(3 * value.Length);
        var written = 0;
        foreach (var octet in value)
        {
            if (octet is > 0x20 and < 0x7F)
            {
                room[written++] = octet;
                continue;
            }

            room[written] = (byte)'+';
            room[written + 1] = digits[octet >> 4];
            room[written + 2] = digits[octet & 15];
            written += 3;
        }

        output.Advance(written);
    }
}
