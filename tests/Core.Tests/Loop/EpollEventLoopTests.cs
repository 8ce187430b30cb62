using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Tests.Loop;

[Platform("Linux")]
public sealed class EpollEventLoopTests
{
    [Test]
    public void Watch_AfterDispose_FailsAndReachesNoOtherLoop()
    {
        var disposed = new EpollEventLoop(0);
        disposed.Dispose();
        // It gets the descriptor's number.
        using var other = new EpollEventLoop(0);
        Assert.That(ChildProcesses.OpenPipe(out var readEnd, out var writeEnd), Is.Zero);
        Assert.That(disposed.Watch(readEnd, new Ignored()), Is.EqualTo(Errno.EBADF));
        Files.Close(readEnd);
        Files.Close(writeEnd);
    }

    private sealed class Ignored : DescriptorWatch
    {
        protected override void OnReady()
        {
        }
    }
}
