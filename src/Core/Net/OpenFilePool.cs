using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>The <see cref="OpenFile"/> objects of one loop, reused; only that loop rents and releases them.</summary>
public sealed class OpenFilePool
{
    private const int MaxSpare = 256;

    private readonly Stack<OpenFile> spare = new();

    /// <summary>Takes over an open descriptor.</summary>
    public OpenFile Rent(int fd, in FileStatus status)
    {
        if (!spare.TryPop(out var file))
            file = new OpenFile(this);
        file.Open(fd, status);
        return file;
    }

    internal void Return(OpenFile file)
    {
        if (spare.Count < MaxSpare)
            spare.Push(file);
    }
}
