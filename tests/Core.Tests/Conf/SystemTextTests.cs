using Engine.Interop;

namespace Engine.Core.Tests.Conf;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SystemTextTests
{
    [TestCase("")]
    [TestCase("plain")]
    [TestCase("größe 日本 😀")]
    public void Encode_OfText_IsUtf8(string text) => Assert.That(SystemText.Encode(text), Is.EqualTo(System.Text.Encoding.UTF8.GetBytes(text)));

    [TestCase(new byte[] { 0xFF })]
    [TestCase(new byte[] { 0x61, 0xC3 })]
    [TestCase(new byte[] { 0xC3, 0x61 })]
    [TestCase(new byte[] { 0xE6, 0x97, 0x61 })]
    [TestCase(new byte[] { 0xED, 0xA0, 0x80 })]
    [TestCase(new byte[] { 0xF0, 0x9F, 0x98, 0x80, 0x80 })]
    [TestCase(new byte[] { 0x80, 0x81, 0xFE, 0x00, 0x41 })]
    public void Bytes_ThatAreNoUtf8_ComeBackTheSame(byte[] bytes) => Assert.That(SystemText.Encode(SystemText.Decode(bytes)), Is.EqualTo(bytes));

    [Test]
    public void Encode_OfALoneSurrogate_IsTheReplacementCharacter() =>
        Assert.That(SystemText.Encode("a\ud800b"), Is.EqualTo("a\uFFFDb"u8.ToArray()));

    [Test]
    public void Encode_IntoTooLittleRoom_WritesWholeCharacters()
    {
        Span<byte> room = stackalloc byte[4];

        var written = SystemText.Encode("aé日", room);

        Assert.That(written, Is.EqualTo(3));
        Assert.That(room[..3].ToArray(), Is.EqualTo("aé"u8.ToArray()));
    }

    [Test]
    public void ZeroTerminated_OfText_EndsWithZero() => Assert.That(SystemText.ZeroTerminated("a"), Is.EqualTo("a\0"u8.ToArray()));
}
