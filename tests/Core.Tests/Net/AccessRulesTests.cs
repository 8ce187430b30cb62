using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Core.Tests.Scripting;

namespace Engine.Core.Tests.Net;

/// <summary>Which rule decides about an address.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class AccessRulesTests
{
    [TestCase("allow 192.0.2.0/24; deny all;", "192.0.2.1", true)]
    [TestCase("allow 192.0.2.0/24; deny all;", "192.0.3.1", false)]
    [TestCase("allow 192.0.2.0/24; deny all;", "[2001:db8::1]", false)]
    [TestCase("allow 192.0.2.0/24; deny all;", "unix:/s", false)]
    [TestCase("deny 192.0.2.1; allow 192.0.2.0/24;", "192.0.2.1", false)]
    [TestCase("deny 192.0.2.1; allow 192.0.2.0/24;", "192.0.2.2", true)]
    [TestCase("deny 192.0.2.1; allow 192.0.2.0/24;", "192.0.3.2", null)]
    [TestCase("deny 192.0.2.1;", "unix:/s", null)]
    [TestCase("allow unix:; deny all;", "unix:/s", true)]
    [TestCase("deny 2001:db8::/32;", "[2001:db8::1]", false)]
    public void Allows_AnAddress_IsWhatTheFirstRuleForItSays(string lines, string address, bool? expected)
    {
        var rules = new AccessRulesBuilder();

        Block(rules.Read).Load(lines);

        Assert.That(rules.Build().Allows(SocketAddress.Parse(address, 80)), Is.EqualTo(expected));
    }

    [Test]
    public void Read_OfNoAddress_IsRefused() =>
        Assert.That(Block(new AccessRulesBuilder().Read).Refusal("allow here;"), Does.StartWith("invalid parameter \"here\""));

    [TestCase("from 192.0.2.0/24;", "192.0.2.9", true)]
    [TestCase("from 192.0.2.0/24;", "192.0.3.9", false)]
    [TestCase("from 192.0.2.0/24; from unix:;", "unix:/s", true)]
    [TestCase("from 192.0.2.0/24;", "unix:/s", false)]
    [TestCase("from localhost;", "127.0.0.1", true)]
    public void TrustedNetworks_ContainAnAddress_ThatALineCovers(string lines, string address, bool expected)
    {
        var networks = new TrustedNetworks();

        Block(networks.Read).Load(lines);

        Assert.That(networks.Build().Contains(SocketAddress.Parse(address, 80)), Is.EqualTo(expected));
    }

    private static ScriptBlock Block(Action<DirectiveUse> read) => new ScriptBlock([], []).With("allow", read).With("deny", read).With("from", read);
}
