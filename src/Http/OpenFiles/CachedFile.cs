using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Interop.Libc;

namespace Engine.Http.OpenFiles;

/// <summary>A path in the cache: an open file, a directory, an error, or nothing yet but how often it was asked for.</summary>
internal sealed class CachedFile(ByteString name)
{
    private OpenFile? file;
    private FileLookup other;

    public ByteString Name => name;

    public long Uses { get; set; }

    public long AccessedMs { get; set; }

    /// <summary>When the file system was asked last.</summary>
    public long CheckedMs { get; set; }

    public SymlinkPolicy Symlinks { get; set; }

    public bool HasFile => file is not null;

    /// <summary>There is something to answer with, if it is not too old.</summary>
    public bool IsKnown => file is not null || other.Errno != 0 || other.Status.IsDirectory;

    /// <summary>The answer from memory; a file that is to be opened gets one more holder.</summary>
    public FileLookup Use(bool isTest)
    {
        if (file is null)
            return other;
        if (isTest)
            return FileLookup.Found(file.Status);
        file.Retain();
        return FileLookup.Opened(file);
    }

    public bool IsSameFile(in FileStatus status) => file!.Status.Inode == status.Inode && file.Status.Device == status.Device;

    public void Update(in FileStatus status) => file!.Update(status);

    /// <summary>Remembers what was found; a file only when it is asked for often enough.</summary>
    public void Take(in FileLookup found, bool isKept)
    {
        if (found.File is not null && found.File == file)
            return;
        // A test that met the same file says nothing new about the descriptor.
        if (found is { IsFound: true, File: null } && file is not null && IsSameFile(found.Status))
            return;
        Close();
        other = found.File is null ? found : default;
        if (found.File is null || !isKept)
            return;
        file = found.File;
        file.Retain();
    }

    public void Close()
    {
        file?.Release();
        file = null;
    }
}
