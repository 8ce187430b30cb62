using Engine.Interop.Libc;

namespace Engine.Core.Tests.Net;

[NonParallelizable]
public sealed class ChildProcessesTests
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
}
