using Engine.Core.Net;

namespace Engine.Core.Tests.Net;

public sealed class AddressTableTests
{
    [Test]
    public void TryFind_NestedNetworks_LongestPrefixWins()
    {
        var table = Networks("0.0.0.0/0 all", "10.0.0.0/8 ten", "10.1.0.0/16 one", "10.1.2.3 host", "255.255.255.255 last");

        Assert.That(
            Find(table, "9.255.255.255", "10.0.0.0", "10.0.255.255", "10.1.0.0", "10.1.2.2", "10.1.2.3", "10.1.2.4", "10.2.0.0", "10.255.255.255", "11.0.0.0", "255.255.255.254", "255.255.255.255"),
            Is.EqualTo("all ten ten one one host one ten ten all all last"));
    }

    [Test]
    public void TryFind_OutsideAllNetworks_HasNoValue()
    {
        var table = Networks("10.0.0.0/8 ten", "2001:db8::/32 six");

        Assert.That(Find(table, "9.255.255.255", "10.0.0.0", "11.0.0.0", "2001:db7:ffff::", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::", "::ffff:10.1.1.1"), Is.EqualTo("- ten - - six six - ten"));
    }

    [Test]
    public void TryFind_EmptyTable_HasNoValue() => Assert.That(Find(Networks(), "0.0.0.0", "::"), Is.EqualTo("- -"));

    /// <summary>Against the obvious implementation: go through all networks and take the longest that contains the address.</summary>
    [Test]
    public void TryFind_RandomNetworks_SameAsASearchThroughAll()
    {
        var random = new Random(1);
        var networks = Enumerable.Range(0, 2000).Select(i => (Bits: random.Next(0, 33), Number: (uint)random.NextInt64(0, 1 << 16) << 16 >> random.Next(0, 12), Value: i))
            .Select(static n => (First: n.Bits == 0 ? 0 : n.Number & (uint.MaxValue << (32 - n.Bits)), n.Bits, n.Value))
            .DistinctBy(static n => (n.First, n.Bits)).ToArray();
        var builder = new AddressTableBuilder<int>();
        foreach (var (first, bits, value) in networks)
            builder.Add(new AddressRange(first, bits == 32 ? first : first | uint.MaxValue >> bits, false), value, bits);
        var table = builder.Build();

        for (var i = 0; i < 5000; i++)
        {
            var address = i % 2 == 0 ? (uint)random.NextInt64(0, 1L << 32) : networks[random.Next(networks.Length)].First + (uint)random.Next(-1, 2);
            var expected = networks.Where(n => n.Bits == 0 || address >> (32 - n.Bits) == n.First >> (32 - n.Bits)).OrderByDescending(static n => n.Bits).Select(static n => n.Value).FirstOrDefault(-1);
            Assert.That(table.TryFind(new NumericAddress(address, false), out var found) ? found : -1, Is.EqualTo(expected), address.ToString("x8"));
        }
    }

    [Test]
    public void Build_Hole_HidesWhatIsBelow()
    {
        var builder = new AddressTableBuilder<string>();
        builder.Add(RangeOf("10.0.0.0-10.0.0.255"), "below", 1);
        builder.AddHole(RangeOf("10.0.0.10-10.0.0.20"), 2);
        builder.Add(RangeOf("10.0.0.15-10.0.0.16"), "above", 3);

        Assert.That(Find(builder.Build(), "10.0.0.9", "10.0.0.10", "10.0.0.15", "10.0.0.17", "10.0.0.21"), Is.EqualTo("below - above - below"));
    }

    [TestCase("10.1.2.3/8", true)]
    [TestCase("10.0.0.0/8", false)]
    [TestCase("2001:db8::1/64", true)]
    [TestCase("0.0.0.0/0", false)]
    [TestCase("::/0", false)]
    public void CidrTryParse_BitsBehindThePrefix_AreReported(string text, bool expected)
    {
        Assert.That(Cidr.TryParse(text, out _, out var hasLowBits), Is.True);
        Assert.That(hasLowBits, Is.EqualTo(expected));
    }

    [TestCase("10.0.0.0/33")]
    [TestCase("::/129")]
    [TestCase("10.0.0.0/")]
    [TestCase("10.0.0.0/-1")]
    [TestCase("10.0.0/8")]
    [TestCase("name")]
    public void CidrTryParse_NoNetwork_IsRefused(string text) => Assert.That(Cidr.TryParse(text, out _, out _), Is.False);

    private static AddressTable<string> Networks(params string[] lines)
    {
        var builder = new AddressTableBuilder<string>();
        foreach (var line in lines)
        {
            Assert.That(Cidr.TryParse(line.Split(' ')[0], out var cidr, out _), Is.True);
            builder.Add(cidr.Range, line.Split(' ')[1], cidr.PrefixLength);
        }

        return builder.Build();
    }

    private static AddressRange RangeOf(string text) => AddressRange.TryParse(text, out var range) ? range : throw new FormatException(text);

    private static string Find(AddressTable<string> table, params string[] addresses) => string.Join(' ', addresses.Select(text => Find(table, text)));

    private static string Find(AddressTable<string> table, string address)
    {
        Assert.That(new SocketAddress(System.Net.IPAddress.Parse(address), 0).TryGetNumber(out var number), Is.True);
        return table.TryFind(number, out var value) ? value : "-";
    }
}
