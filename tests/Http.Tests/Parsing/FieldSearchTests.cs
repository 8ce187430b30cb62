using Engine.Http.Parsing;

namespace Engine.Http.Tests.Parsing;

/// <summary>Each byte, at each place of spans shorter and longer than a block, is found as the sets of bytes say.</summary>
internal sealed class FieldSearchTests
{
    private const int MaxLength = 70;

    [Test]
    public void EndOfName_EveryByteAtEveryPlace_IsFoundUnlessNamesHaveIt() =>
        CheckAll(static bytes => FieldSearch.EndOfName(bytes), static value => !char.IsAsciiLetterOrDigit((char)value) && value != '-');

    [Test]
    public void EndOfValue_EveryByteAtEveryPlace_IsFoundWhenItIsAControl() =>
        CheckAll(static bytes => FieldSearch.EndOfValue(bytes), static value => value is < 0x20 and not 9 or 0x7F);

    private static void CheckAll(Func<byte[], int> search, Func<int, bool> isEnd)
    {
        for (var length = 0; length <= MaxLength; length++)
        {
            var bytes = new byte[length];
            bytes.AsSpan().Fill((byte)'x');
            Assert.That(search(bytes), Is.EqualTo(-1));
            for (var place = 0; place < length; place++)
                CheckPlace(bytes, place, search, isEnd);
        }
    }

    private static void CheckPlace(byte[] bytes, int place, Func<byte[], int> search, Func<int, bool> isEnd)
    {
        for (var value = 0; value <= byte.MaxValue; value++)
        {
            bytes[place] = (byte)value;
            var expected = isEnd(value) ? place : -1;
            if (search(bytes) != expected)
                Assert.Fail($"byte {value} at {place} of {bytes.Length}: {search(bytes)}");
        }

        bytes[place] = (byte)'x';
    }
}
