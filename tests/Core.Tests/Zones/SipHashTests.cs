using Engine.Core.Zones;

namespace Engine.Core.Tests.Zones;

/// <summary>The reference vectors of SipHash's authors: key 00 01 … 0f, message 00 01 … of each length.</summary>
public sealed class SipHashTests
{
    [TestCase(0, "a3817f04ba25a8e66df67214c7550293")]
    [TestCase(1, "da87c1d86b99af44347659119b22fc45")]
    [TestCase(7, "a1f1ebbed8dbc153c0b84aa61ff08239")]
    [TestCase(8, "3b62a9ba6258f5610f83e264f31497b4")]
    [TestCase(15, "5493e99933b0a8117e08ec0f97cfc3d9")]
    public void Hash128_ReferenceVectors_AreMet(int length, string expected)
    {
        var key = BitConverter.ToUInt128([.. Enumerable.Range(0, 16).Select(static i => (byte)i)]);
        byte[] message = [.. Enumerable.Range(0, length).Select(static i => (byte)i)];

        Assert.That(Convert.ToHexStringLower(BitConverter.GetBytes(SipHash.Hash128(message, key))), Is.EqualTo(expected));
    }
}
