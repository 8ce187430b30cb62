using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Tests.Net;

/// <summary>What fails when the process may open nothing more.</summary>
[NonParallelizable]
public sealed class NoDescriptorsTests
{
    /// <summary>Whoever cleans up behind the failure must not close somebody else's descriptor.</summary>
    [Test]
    public void OpenPipe_NoDescriptorsLeft_GivesNone()
    {
        using (DescriptorLimit.ReachedNow())
        {
            var result = ChildProcesses.OpenPipe(out var readEnd, out var writeEnd);

            Assert.That((result, readEnd, writeEnd), Is.EqualTo((-Errno.EMFILE, -1, -1)));
        }
    }

    [Test]
    public void MakeLoop_NoDescriptorsLeft_SaysSo()
    {
        using (DescriptorLimit.ReachedNow())
            Assert.That(static () => new EpollEventLoop(0), Throws.InvalidOperationException.With.Message.Contains("(24: Too many open files)"));
    }
}
