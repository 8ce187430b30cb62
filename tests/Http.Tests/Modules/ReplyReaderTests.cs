using System.Text;
using Engine.Http.Modules.Redis2;
using Engine.Testing;

namespace Engine.Http.Tests.Modules;

public sealed class ReplyReaderTests
{
    [TestCase("+OK\r\n", 1)]
    [TestCase(":1\r\n-ERR\rno\r\n", 1, ":1\r\n")]
    [TestCase("$3\r\n\r\n\r\r\n+x", 1, "$3\r\n\r\n\r\r\n")]
    [TestCase("*0\r\n*-1\r\n$-1\r\n", 3)]
    [TestCase("*3\r\n*2\r\n:1\r\n:2\r\n$1\r\na\r\n+b\r\n+c\r\n", 2)]
    public void Read_InAnyPieces_EndsWithTheLastReply(string text, int replies, string? taken = null)
    {
        foreach (var pieces in Segmentations.Of(Encoding.Latin1.GetBytes(text)))
        {
            var reader = new ReplyReader();
            reader.Begin(replies);
            var read = 0;
            foreach (var piece in pieces)
                read += reader.Read(piece);
            Assert.That((reader.IsComplete, read), Is.EqualTo((true, (taken ?? text).Length)));
        }
    }

    [TestCase("?\r\n")]
    [TestCase("+a\rb\r\n")]
    [TestCase("$\r\n")]
    [TestCase("$-\r\n")]
    [TestCase("$1x\r\n")]
    [TestCase("*99999999999999999999\r\n")]
    [TestCase("$1\nab\r\n")]
    public void Read_NoReply_IsRefused(string text)
    {
        var reader = new ReplyReader();
        reader.Begin(1);
        Assert.That(reader.Read(Encoding.Latin1.GetBytes(text)), Is.EqualTo(-1));
    }
}
