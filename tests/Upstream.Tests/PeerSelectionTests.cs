namespace Engine.Upstream.Tests;

public sealed class PeerSelectionTests
{
    [Test]
    public void Next_PeerFailed_AsksTheOtherAndThenNobody()
    {
        var selection = Groups.Of(Groups.Server(1), Groups.Server(2)).Begin();
        var first = Groups.Digit(selection.Next(0));
        selection.Release(PeerOutcome.Failed, 0);
        var second = Groups.Digit(selection.Next(0));
        selection.Release(PeerOutcome.Failed, 0);
        Assert.That(first + second + Groups.Digit(selection.Next(0)), Is.EqualTo("12-"));
    }

    [Test]
    public void Next_MaxFailsReached_LeavesThePeerOutUntilFailTimeoutIsOver()
    {
        var group = Groups.Of(Groups.Server(1) with { FailTimeoutMs = 1000 }, Groups.Server(2));
        var selection = group.Begin();
        selection.Next(10_000);
        Assert.That(selection.Release(PeerOutcome.Failed, 10_000), Is.True, "reported as disabled");
        Assert.That(ChoiceAt(group, 10_900) + ChoiceAt(group, 11_000), Is.EqualTo("22"));
        // Its weight comes back step by step.
        Assert.That(string.Concat(Enumerable.Range(11_001, 6).Select(time => ChoiceAt(group, time))), Does.Contain("1"));
    }

    [Test]
    public void Next_OnlyOneServer_IsAskedHoweverOftenItFailed()
    {
        var group = Groups.Of(Groups.Server(1));
        for (var i = 0; i < 3; i++)
        {
            var selection = group.Begin();
            Assert.That(Groups.Digit(selection.Next(0)), Is.EqualTo("1"));
            selection.Release(PeerOutcome.Failed, 0);
        }
    }

    [Test]
    public void Next_PrimariesDown_TurnsToBackup()
    {
        var group = Groups.Of(Groups.Server(1) with { IsDown = true }, Groups.Server(2) with { IsBackup = true });
        Assert.That(group.Choices(2), Is.EqualTo("22"));
    }

    [Test]
    public void Next_MaxConnections_CountsThoseUnderWay()
    {
        var group = Groups.Of(Groups.Server(1) with { MaxConnections = 1 }, Groups.Server(2) with { MaxConnections = 1 });
        var (first, second, third) = (group.Begin(), group.Begin(), group.Begin());
        Assert.That(Groups.Digit(first.Next(0)) + Groups.Digit(second.Next(0)) + Groups.Digit(third.Next(0)), Is.EqualTo("12-"));
        first.Release(PeerOutcome.Ok, 0);
        Assert.That(group.Choices(1), Is.EqualTo("1"));
    }

    [Test]
    public void Repeat_KeptConnectionWasClosed_GivesTheSamePeerWithoutBlame()
    {
        var selection = Groups.Of(Groups.Server(1)).Begin();
        selection.Next(0);
        selection.Repeat();
        Assert.That(selection.RemainingTries, Is.EqualTo(1));
        Assert.That(Groups.Digit(selection.Next(0)), Is.EqualTo("1"));
    }

    [Test]
    public void Complete_OnlyBackups_IsAnError() =>
        Assert.That(static () => Groups.Of(Groups.Server(1) with { IsBackup = true }), Throws.TypeOf<Core.Conf.ConfException>().With.Message.Contains("no servers in upstream \"u\""));

    private static string ChoiceAt(UpstreamGroup group, long unixMs)
    {
        var selection = group.Begin();
        var peer = selection.Next(unixMs);
        selection.Release(PeerOutcome.Ok, unixMs);
        return Groups.Digit(peer);
    }
}
