using Engine.Host.Master;

namespace Engine.Host.Tests.Master;

[TestFixture]
public sealed class RestartDelayTests
{
    [Test]
    public void Process_ThatDiesAtOnceEachTime_StaysDeadEverLonger()
    {
        var delay = new RestartDelay(static () => 0);

        Assert.That(Enumerable.Range(0, 8).Select(_ => Live(delay)), Is.EqualTo(new[] { 100, 200, 400, 800, 1600, 3200, 5000, 5000 }));
    }

    [Test]
    public void Process_ThatHasLived_IsReplacedAtOnce()
    {
        var now = 0L;
        var delay = new RestartDelay(() => now);
        Live(delay);

        delay.OnStarted();
        now += 1000;

        Assert.That(delay.Next(), Is.Zero);
        Assert.That(Live(delay), Is.EqualTo(100), "and the count begins again");
    }

    private static int Live(RestartDelay delay)
    {
        delay.OnStarted();
        return delay.Next();
    }
}
