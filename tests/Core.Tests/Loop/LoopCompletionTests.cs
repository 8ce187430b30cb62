using System.Threading.Tasks.Sources;
using Engine.Core.Loop;

namespace Engine.Core.Tests.Loop;

public sealed class LoopCompletionTests
{
    private LoopCompletion<string> completion;

    [Test]
    public void SetResult_SomebodyWaits_ContinuesAtOnce()
    {
        object? continued = null;
        completion.Reset();
        var token = completion.Version;
        completion.OnCompleted(state => continued = state, "state", token);
        Assert.That((completion.IsWaiting, completion.GetStatus(token)), Is.EqualTo((true, ValueTaskSourceStatus.Pending)));

        completion.SetResult("result");

        Assert.That(continued, Is.EqualTo("state"));
        Assert.That(completion.GetStatus(token), Is.EqualTo(ValueTaskSourceStatus.Succeeded));
        Assert.That(completion.GetResult(token), Is.EqualTo("result"));
    }

    [Test]
    public void OnCompleted_BehindTheResult_ContinuesAtOnce()
    {
        var continued = false;
        completion.Reset();
        completion.SetResult("result");

        completion.OnCompleted(_ => continued = true, null, completion.Version);

        Assert.That(continued, Is.True);
    }

    [Test]
    public void GetResult_OfAFailure_Throws()
    {
        completion.Reset();
        completion.SetException(new ArithmeticException());

        Assert.That(completion.GetStatus(completion.Version), Is.EqualTo(ValueTaskSourceStatus.Faulted));
        Assert.That(() => completion.GetResult(completion.Version), Throws.InstanceOf<ArithmeticException>());
    }

    [Test]
    public void Reset_TokenOfAnEarlierWait_IsRefused()
    {
        completion.Reset();
        var token = completion.Version;
        completion.SetResult("old");
        completion.Reset();

        Assert.That(() => completion.GetResult(token), Throws.InvalidOperationException);
        Assert.That(() => completion.GetStatus(token), Throws.InvalidOperationException);
        Assert.That(completion.GetStatus(completion.Version), Is.EqualTo(ValueTaskSourceStatus.Pending));
    }

    [Test]
    public void SetResult_TheContinuationWaitsAgain_TheNewWaitIsUntouched()
    {
        completion.Reset();
        completion.OnCompleted(_ => completion.Reset(), null, completion.Version);

        completion.SetResult("first");

        Assert.That(completion.GetStatus(completion.Version), Is.EqualTo(ValueTaskSourceStatus.Pending));
    }
}
