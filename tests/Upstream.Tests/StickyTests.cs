using Engine.Core.Buffers;

namespace Engine.Upstream.Tests;

internal sealed class StickyTests
{
    [Test]
    public void Session_HasItsServer_AndTheOthersTakeTurns()
    {
        var group = Of("b", Server(1, "a"), Server(2, "b"), Server(3, "c"));
        Assert.That(group.Choices(4), Is.EqualTo("2222"));
        group.Sticky = null;
        Assert.That(group.Choices(3), Is.EqualTo("123"));
    }

    [TestCase("")]
    [TestCase("nobody")]
    public void Session_WithoutServer_IsBalanced(string id) => Assert.That(Of(id, Server(1, "a"), Server(2, "b")).Choices(4), Is.EqualTo("1212"));

    [Test]
    public void Session_ServerFails_TheNextIsBalanced()
    {
        var selection = Of("a", Server(1, "a"), Server(2, "b")).Begin();
        Assert.That(Groups.Digit(selection.Next(0)), Is.EqualTo("1"));
        selection.Release(PeerOutcome.Failed, 0);
        Assert.That(Groups.Digit(selection.Next(0)), Is.EqualTo("2"));
    }

    [Test]
    public void Draining_TakesSessionsOnly()
    {
        var group = Of("a", Server(1, "a") with { IsDraining = true }, Server(2, "b"));
        Assert.That(group.Choices(2), Is.EqualTo("11"));
        group.Sticky = null;
        Assert.That(group.Choices(2), Is.EqualTo("22"));
    }

    [Test]
    public void Draining_Alone_TakesSessionsOnly()
    {
        var group = Of("a", Server(1, "a") with { IsDraining = true });
        Assert.That(group.Choices(1), Is.EqualTo("1"));
        group.Sticky = null;
        Assert.That(group.Choices(1), Is.EqualTo("-"));
    }

    [Test]
    public void Backup_OfTheSession_IsFoundWhenNoPrimaryIsLeft()
    {
        var group = Of("c", Server(1, "a") with { IsDown = true }, Server(2, "b") with { IsBackup = true }, Server(3, "c") with { IsBackup = true });
        Assert.That(group.Choices(2), Is.EqualTo("33"));
        var alive = Of("c", Server(1, "a"), Server(3, "c") with { IsBackup = true });
        Assert.That(alive.Choices(2), Is.EqualTo("11"));
    }

    [Test]
    public void StickyId_WithoutRoute_IsOneOfTheAddress()
    {
        var group = Groups.Of(Groups.Server(1), Groups.Server(2));
        var ids = group.Peers.Primary.Peers.Select(static peer => peer.StickyId.ToString()).ToArray();
        Assert.That(ids, Is.Unique.And.All.Match("^[0-9a-f]{32}$"));
    }

    private static UpstreamServer Server(int number, string route) => Groups.Server(number) with { Route = ByteString.From(route) };

    private static UpstreamGroup Of(string id, params UpstreamServer[] servers)
    {
        var group = Groups.Of(servers);
        group.Sticky = new FixedSession(id);
        return group;
    }

    private sealed class FixedSession(string id) : StickyMethod
    {
        public override ByteString FindId(IUpstreamClient client) => ByteString.From(id);
    }
}
