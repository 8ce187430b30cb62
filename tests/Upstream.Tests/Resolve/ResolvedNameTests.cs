using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Core.Net.Resolver;
using Engine.Upstream.Balancing.Hash;
using Engine.Upstream.Resolve;

namespace Engine.Upstream.Tests.Resolve;

/// <summary>Names that are resolved at run time: what answers make of a group.</summary>
internal sealed class ResolvedNameTests
{
    private readonly ResolvedName name = new("example.net", 8001, null);

    [Test]
    public void Group_BeforeTheFirstAnswer_HasNobodyToAsk()
    {
        var group = Groups.Of(Dynamic(name));
        Assert.That(group.Choices(1), Is.EqualTo("-"));
        Assert.That(Groups.Of(Dynamic(name), Groups.Server(7)).Choices(2), Is.EqualTo("77"));
    }

    [Test]
    public void Refresh_NewAddresses_AreTheNewPeers()
    {
        var group = Groups.Of(Dynamic(name));
        Answer(group, name, "192.0.2.1", "192.0.2.2");
        Assert.That(Names(group), Is.EqualTo("192.0.2.1:8001 192.0.2.2:8001"));
        Answer(group, name);
        Assert.That(Names(group), Is.Empty);
        Assert.That(group.Choices(1), Is.EqualTo("-"));
        Answer(group, name, "192.0.2.2", "2001:db8::1");
        Assert.That(Names(group), Is.EqualTo("192.0.2.2:8001 [2001:db8::1]:8001"));
    }

    [Test]
    public void Refresh_PeersThatStay_KeepTheirState()
    {
        var group = Groups.Of(Dynamic(name));
        Answer(group, name, "192.0.2.1", "192.0.2.2");
        var selection = group.Begin();
        var before = selection.Next(0)!;

        Answer(group, name, "192.0.2.3", before.Address.ToIPAddress().ToString());

        var after = group.Peers.Primary.Peers[1];
        Assert.That((after.Name, after.Connections), Is.EqualTo((before.Name, 1)));
        selection.Release(PeerOutcome.Ok, 0);
        Assert.That(after.Connections, Is.Zero);
    }

    [Test]
    public void Refresh_RequestUnderWay_GoesOnWithThePeersItBeganWith()
    {
        var group = Groups.Of(Dynamic(name));
        Answer(group, name, "192.0.2.1", "192.0.2.2");
        var selection = group.Begin();
        selection.Next(0);
        Answer(group, name);

        selection.Release(PeerOutcome.Failed, 0);
        Assert.That(selection.Next(0), Is.Not.Null);
        selection.Release(PeerOutcome.Ok, 0);
        Assert.That(group.Begin().Next(0), Is.Null);
    }

    [Test]
    public void Refresh_ConsistentHash_HasThePointsOfThePeersOfNow()
    {
        var group = Groups.Of(new ConsistentHashBalancer(new FixedKey("k")), Dynamic(name));
        Assert.That(group.Choices(1), Is.EqualTo("-"));
        Answer(group, name, "192.0.2.1");
        Assert.That(group.Begin().Next(0)!.Name.ToString(), Is.EqualTo("192.0.2.1:8001"));
    }

    [Test]
    public void Service_Places_HavePortsWeightsAndBackups()
    {
        var service = new ResolvedName("example.net", 80, "http");
        var group = Groups.Of(Dynamic(service));
        service.Set(new ResolverAnswer
        {
            Services = [new ServiceTarget(1, 5, 8081, ByteString.From("a"), [Number("192.0.2.1")]), new ServiceTarget(1, 0, 8082, ByteString.From("b"), [Number("192.0.2.2")]), new ServiceTarget(2, 9, 8083, ByteString.From("c"), [Number("192.0.2.3")])],
        });
        group.Refresh();

        Assert.That(Names(group), Is.EqualTo("192.0.2.1:8081 192.0.2.2:8082"));
        Assert.That(group.Peers.Primary.Peers.Select(static peer => peer.Server.Weight), Is.EqualTo(new[] { 5, 1 }));
        Assert.That(group.Peers.Backup!.Peers.Single().Name.ToString(), Is.EqualTo("192.0.2.3:8083"));
    }

    [Test]
    public void Complete_AfterAReload_BeginsWithWhatTheNameMeantBefore()
    {
        var before = Groups.Of(Dynamic(name));
        Answer(before, name, "192.0.2.1");
        var next = new UpstreamGroup(ByteString.From("u"), "", 0);
        next.Servers.Add(Dynamic(new ResolvedName("example.net", 9001, null)));

        next.Complete(before);

        Assert.That(Names(next), Is.EqualTo("192.0.2.1:9001"));
    }

    private static UpstreamServer Dynamic(ResolvedName name) => new(ByteString.From(name.Host), []) { Resolve = name };

    private static void Answer(UpstreamGroup group, ResolvedName name, params string[] addresses)
    {
        name.Set(new ResolverAnswer([.. addresses.Select(Number)]));
        group.Refresh();
    }

    private static NumericAddress Number(string address) =>
        NumericAddress.TryParse(ByteString.From(address).Span, out var number) ? number : throw new ArgumentException(address);

    private static string Names(UpstreamGroup group) => string.Join(' ', group.Peers.Primary.Peers.Select(static peer => peer.Name.ToString()));
}
