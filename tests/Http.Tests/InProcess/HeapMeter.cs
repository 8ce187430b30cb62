using Engine.Core.Loop;
using Engine.Testing;

namespace Engine.Http.Tests.InProcess;

/// <summary>Reads how much a loop's thread has allocated, without allocating there.</summary>
internal sealed class HeapMeter : PostedEvent
{
    private readonly SemaphoreSlim done = new(0);

    public long Bytes { get; private set; }

    public void Read(EventLoop loop)
    {
        loop.Post(this);
        Assert.That(done.Wait(SafetyTimeout.Value), Is.True);
    }

    public override void Invoke()
    {
        Bytes = GC.GetAllocatedBytesForCurrentThread();
        done.Release();
    }
}
