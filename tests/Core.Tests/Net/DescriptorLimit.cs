using Engine.Interop.Libc;

namespace Engine.Core.Tests.Net;

/// <summary>Makes the next descriptor of this process the one too many.</summary>
internal sealed class DescriptorLimit : IDisposable
{
    private readonly List<int> fillers = [];

    private DescriptorLimit()
    {
        Assume.That(Processes.Limit(Processes.RLIMIT_NOFILE).Soft, Is.LessThan(200_000), "too many to use up");
        int fd;
        while ((fd = Files.EventDescriptor()) >= 0)
            fillers.Add(fd);
        Assert.That(fd, Is.EqualTo(-Errno.EMFILE));
    }

    public static DescriptorLimit ReachedNow() => new();

    public void Dispose() => fillers.ForEach(static fd => Files.Close(fd));
}
