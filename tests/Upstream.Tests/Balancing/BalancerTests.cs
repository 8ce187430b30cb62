using Engine.Upstream.Balancing.Hash;
using Engine.Upstream.Balancing.IpHash;
using Engine.Upstream.Balancing.LeastConn;
using Engine.Upstream.Balancing.LeastTime;
using Engine.Upstream.Balancing.Random;

namespace Engine.Upstream.Tests.Balancing;

public sealed class BalancerTests
{
    [Test]
    public void RoundRobin_EqualWeights_TakesTurns() =>
        Assert.That(Groups.Of(Groups.Server(1), Groups.Server(2), Groups.Server(3)).Choices(6), Is.EqualTo("123123"));

    [Test]
    public void RoundRobin_Weights_SpreadsTheTurns() =>
        Assert.That(Groups.Of(Groups.Server(1) with { Weight = 5 }, Groups.Server(2), Groups.Server(3)).Choices(7), Is.EqualTo("1121311"));

    [Test]
    public void LeastConn_OneIsBusy_TakesTheOthers()
    {
        var group = Groups.Of(new LeastConnBalancer(), Groups.Server(1), Groups.Server(2), Groups.Server(3));
        group.Begin().Next(0);
        Assert.That(group.Choices(4), Is.EqualTo("2323"));
    }

    [Test]
    public void LeastConn_Weights_CountConnectionsByWeight()
    {
        var group = Groups.Of(new LeastConnBalancer(), Groups.Server(1) with { Weight = 2 }, Groups.Server(2));
        var choices = string.Concat(Enumerable.Range(0, 6).Select(_ => Groups.Digit(group.Begin().Next(0))));
        Assert.That(choices.Count(static c => c == '1'), Is.EqualTo(4), choices);
    }

    [Test]
    public void LeastTime_OneIsSlow_TakesTheOther()
    {
        var group = Groups.Of(new LeastTimeBalancer(LeastTimePoint.LastByte, countsInFlight: false), Groups.Server(1), Groups.Server(2));
        Answer(group, headerMs: 5, responseMs: 400);
        Answer(group, headerMs: 5, responseMs: 10);
        Assert.That(group.Choices(4), Is.EqualTo("2222"));
    }

    [Test]
    public void LeastTime_Header_DoesNotCountTheBody()
    {
        var group = Groups.Of(new LeastTimeBalancer(LeastTimePoint.Header, countsInFlight: false), Groups.Server(1), Groups.Server(2));
        Answer(group, headerMs: 5, responseMs: 400);
        Answer(group, headerMs: 9, responseMs: 10);
        Assert.That(group.Choices(4), Is.EqualTo("1212"));
    }

    [Test]
    public void LeastTime_BusyPeer_IsExpectedToTakeLonger()
    {
        var group = Groups.Of(new LeastTimeBalancer(LeastTimePoint.LastByte, countsInFlight: false), Groups.Server(1), Groups.Server(2));
        group.Begin().Next(0);
        Assert.That(group.Choices(3), Is.EqualTo("222"));
    }

    [Test]
    public void LeastTime_SlowPeerLeftAlone_IsTriedAgain()
    {
        var group = Groups.Of(new LeastTimeBalancer(LeastTimePoint.LastByte, countsInFlight: false), Groups.Server(1) with { FailTimeoutMs = 0 }, Groups.Server(2) with { FailTimeoutMs = 0 });
        Answer(group, headerMs: 5, responseMs: 4000);
        Answer(group, headerMs: 5, responseMs: 10);
        Assert.That(Groups.Digit(group.Begin().Next(2000)), Is.EqualTo("2"));
        Assert.That(Groups.Digit(group.Begin().Next(8000)), Is.EqualTo("1"));
    }

    [Test]
    public void LeastTime_InFlight_CountsWhatIsNotDoneYet()
    {
        var group = Groups.Of(new LeastTimeBalancer(LeastTimePoint.Header, countsInFlight: true), Groups.Server(1), Groups.Server(2) with { Weight = 2 });
        var waiting = group.Begin();
        Assert.That(Groups.Digit(waiting.Next(0)), Is.EqualTo("2"));
        Assert.That(Groups.Digit(group.Begin().Next(3000)), Is.EqualTo("1"));
        waiting.OnHeader(3000);
        waiting.Release(PeerOutcome.Ok, 3000, 3000);
        Assert.That(Groups.Digit(group.Begin().Next(3000)), Is.EqualTo("1"));
    }

    [Test]
    public void LeastTime_Connect_FastestToConnectWins()
    {
        var group = Groups.Of(new LeastTimeBalancer(LeastTimePoint.Connect, countsInFlight: false), Groups.Server(1), Groups.Server(2));
        Connect(group, connectMs: 100);
        Connect(group, connectMs: 30);
        Assert.That(Groups.Digit(group.Begin().Next(0)), Is.EqualTo("2"));
    }

    [Test]
    public void LeastTime_NoResponse_SaysNothingOfTheTime()
    {
        var method = new LeastTimeBalancer(LeastTimePoint.LastByte, countsInFlight: false);
        var group = Groups.Of(method, Groups.Server(1));
        Answer(group, headerMs: 5, responseMs: 300);
        var failing = group.Begin();
        failing.Next(0);
        failing.Release(PeerOutcome.Failed, 0);
        Assert.That(method.Estimate(group.Peers.Primary.Peers[0], 0), Is.EqualTo(320));
    }

    /// <summary>One request that takes so long.</summary>
    private static void Answer(UpstreamGroup group, long headerMs, long responseMs)
    {
        var selection = group.Begin();
        selection.Next(0);
        selection.OnHeader(headerMs);
        selection.Release(PeerOutcome.Ok, 0, responseMs);
    }

    private static void Connect(UpstreamGroup group, long connectMs)
    {
        var selection = group.Begin();
        selection.Next(0);
        selection.OnConnected(connectMs);
        selection.Release(PeerOutcome.Judged, 0, 60_000);
    }

    [Test]
    public void IpHash_SameNetwork_GoesToOnePeer()
    {
        var group = Groups.Of(new IpHashBalancer(), Groups.Server(1), Groups.Server(2), Groups.Server(3));
        Assert.That(group.Choices(2, "192.0.2.1") + group.Choices(2, "192.0.2.200"), Is.EqualTo(new string(group.Choices(1)[0], 4)));
    }

    [Test]
    public void IpHash_Networks_SpreadOverAllPeers()
    {
        var group = Groups.Of(new IpHashBalancer(), Groups.Server(1), Groups.Server(2));
        var choices = string.Concat(Enumerable.Range(0, 50).Select(i => group.Choices(1, $"10.0.{i}.1")));
        Assert.That(choices.Distinct().Count(), Is.EqualTo(2), choices);
    }

    [Test]
    public void Crc32_CheckValue_IsTheStandards()
    {
        var crc = Crc32.Start;
        crc.Append("1234"u8);
        crc.Append("56789"u8);
        Assert.That(crc.Value, Is.EqualTo(0xCBF43926));
    }

    [Test]
    public void Hash_PeerFailed_FindsAnother([Values] bool consistent)
    {
        var key = new FixedKey("some key");
        var group = Groups.Of(consistent ? new ConsistentHashBalancer(key) : new HashBalancer(key), Groups.Server(1), Groups.Server(2), Groups.Server(3));
        var selection = group.Begin();
        var seen = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            seen.Add(Groups.Digit(selection.Next(0)));
            selection.Release(PeerOutcome.Failed, 0);
        }

        Assert.That(seen, Is.EquivalentTo(new[] { "1", "2", "3" }));
    }

    [Test]
    public void ConsistentHash_ServerGone_MovesOnlyItsKeys()
    {
        var keys = Enumerable.Range(0, 200).Select(static i => $"key{i}").ToArray();
        var three = keys.Select(static key => Groups.Of(new ConsistentHashBalancer(new FixedKey(key)), Groups.Server(1), Groups.Server(2), Groups.Server(3)).Choices(1)).ToArray();
        var two = keys.Select(static key => Groups.Of(new ConsistentHashBalancer(new FixedKey(key)), Groups.Server(1), Groups.Server(2)).Choices(1)).ToArray();
        Assert.That(Enumerable.Range(0, keys.Length).Where(i => three[i] != "3"), Is.All.Matches<int>(i => three[i] == two[i]));
    }

    [Test]
    public void Random_Two_PrefersTheLessBusy()
    {
        var group = Groups.Of(new RandomBalancer(two: true), Groups.Server(1), Groups.Server(2));
        var busy = Groups.Digit(group.Begin().Next(0));
        Assert.That(group.Choices(5), Does.Not.Contain(busy));
    }
}
