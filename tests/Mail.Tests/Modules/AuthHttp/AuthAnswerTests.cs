using System.Text;
using Engine.Mail.Modules.AuthHttp;
using Engine.Mail.Protocols;
using Engine.Testing;

namespace Engine.Mail.Tests.Modules.AuthHttp;

public sealed class AuthAnswerTests
{
    [TestCase("HTTP/1.1 200 OK\r\nAuth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nauth-port:25\r\nAuth-Wait: 3\r\n\r\nbody", "Ok 127.0.0.1 25 3000")]
    [TestCase("HTTP/1.1 404 No\nAuth-Status:  Not here \n\n", "Error Not here   0")]
    [TestCase("anything\r\nAuth-Status: WAIT\r\nAuth-Wait: 1\r\nOther: x\r\n\r\n", "Wait   1000")]
    [TestCase("x\r\nAuth-Status: No\r\nAuth-Status: OK\r\n\r\n", "Error No   0")]
    [TestCase("x\r\nAuth-Wait: soon\r\n\r\n", "None   0")]
    [TestCase("x\r\nAuth-Wait: 99999999999999\r\n\r\n", "None   86400000")]
    [TestCase("x\r\nAuth-Status OK\r\n\r\n", "Invalid")]
    [TestCase("x\r\nAuth-Status : OK\r\n\r\n", "Invalid")]
    [TestCase("x\r\nAuth_Status: OK\r\n\r\n", "Invalid")]
    [TestCase("x\r\nAuth-Status: a\rb\r\n\r\n", "Invalid")]
    [TestCase("x\r\nAuth-Status: a\0b\r\n\r\n", "Invalid")]
    [TestCase("x\r\n: OK\r\n\r\n", "Invalid")]
    [TestCase("x\r\nAuth-Status: OK\r\n", "NeedMore")]
    public void Advance_ResponseCutAnywhere_ReadsTheSame(string response, string expected)
    {
        foreach (var parts in Segmentations.Of(Encoding.Latin1.GetBytes(response)))
            Assert.That(Read(parts), Is.EqualTo(expected));
    }

    private static string Read(byte[][] parts)
    {
        var answer = new AuthAnswer();
        answer.Clear();
        var outcome = ParseOutcome.NeedMore;
        var received = Array.Empty<byte>();
        foreach (var part in parts)
        {
            received = [.. received, .. part];
            if (outcome == ParseOutcome.NeedMore)
                outcome = answer.Advance(received);
        }

        return outcome != ParseOutcome.Done
            ? outcome.ToString()
            : $"{answer.Status} {Text(answer.Message.Span)}{(answer.Message.IsEmpty ? "" : " ")}{Text(answer.Server.Span)} {Text(answer.Port.Span)} {answer.WaitMs}";
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
