using System.Globalization;
using Engine.Core.Net;
using Engine.Interop;
using Engine.Interop.Libc;

namespace Engine.Http.Requests;

/// <summary>A directory for temporary files, with its levels of subdirectories (<c>client_body_temp_path path 1 2</c>).</summary>
public sealed record TempPath(string Path, params IReadOnlyList<int> Levels)
{
    private static long lastNumber = Environment.ProcessId;

    /// <summary>Makes a new file for reading and writing. Null with errno when that fails.</summary>
    public TempFile? Create(out string name, out int errno)
    {
        while (true)
        {
            name = NextName();
            var fd = Files.Open(name, Files.O_RDWR | Files.O_CREAT | Files.O_EXCL, 0x180);
            if (fd == -Errno.ENOENT && Levels.Count > 0 && MakeDirectories(name))
                continue;
            if (fd == -Errno.EEXIST)
                continue;
            errno = fd < 0 ? -fd : 0;
            return fd < 0 ? null : new TempFile(name, fd);
        }
    }

    private static bool MakeDirectories(string name)
    {
        try
        {
            return Directory.CreateDirectory(System.IO.Path.GetDirectoryName(name)!).Exists;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Ten digits; each level's directory is named by digits from the end, as nginx spreads its files.</summary>
    private string NextName()
    {
        var digits = (Interlocked.Increment(ref lastNumber) % 10_000_000_000).ToString("D10", CultureInfo.InvariantCulture);
        var directory = Path;
        var end = digits.Length;
        foreach (var level in Levels)
        {
            directory = System.IO.Path.Join(directory, digits[(end - level)..end]);
            end -= level;
        }

        return System.IO.Path.Join(directory, digits);
    }
}

/// <summary>A temporary file of one request; deleted with it.</summary>
public sealed class TempFile(string name, int fd)
{
    private readonly OpenFile file = new(fd, default);

    /// <summary>A file of somebody else's, to be read like a temporary one; it stays. Null with errno when it can't be opened.</summary>
    public static TempFile? Borrow(string path, out int errno)
    {
        var fd = Files.Open(path, Files.O_RDONLY);
        errno = fd < 0 ? -fd : 0;
        if (fd < 0)
            return null;
        errno = -Files.Status(fd, out var status);
        if (errno == 0)
            return new TempFile(path, fd) { Keep = true, Length = status.Size };
        Files.Close(fd);
        return null;
    }

    public string Name => name;

    public int Fd => fd;

    public long Length { get; private set; }

    public FileRegion Region => new(file, 0, Length);

    /// <summary>Stays when the request ends (<c>client_body_in_file_only on</c>).</summary>
    public bool Keep { get; set; }

    /// <summary>Appends all the bytes: 0 or errno.</summary>
    public int Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var written = Files.Write(fd, bytes);
            if (written == -Errno.EINTR)
                continue;
            if (written < 0)
                return -written;
            Length += written;
            bytes = bytes[written..];
        }

        return 0;
    }

    /// <summary>Gives the file itself another place, where it stays: 0 or errno, EXDEV when that is on another file system.</summary>
    public int MoveTo(ReadOnlySpan<byte> zeroTerminatedPath)
    {
        var result = FileChanges.Rename(SystemText.ZeroTerminated(name), zeroTerminatedPath);
        Keep |= result >= 0;
        return result < 0 ? -result : 0;
    }

    /// <summary>Somebody else reads it, too: it stays open until <see cref="Release"/>.</summary>
    public void Retain() => file.Retain();

    public void Release() => file.Release();

    public void Close()
    {
        if (!Keep)
            Files.Unlink(name);
        file.Release();
    }
}
