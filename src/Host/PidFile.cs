using System.Text;
using Engine.Core.Conf;
using Engine.Interop;
using Engine.Interop.Libc;

namespace Engine.Host;

/// <summary>The file that names the process to send signals to.</summary>
internal sealed class PidFile
{
    private readonly int fd;

    private PidFile(string path, int fd)
    {
        Path = path;
        this.fd = fd;
    }

    public string Path { get; private set; }

    /// <summary>Makes the file, still empty: at a time when the process may.</summary>
    /// <exception cref="ConfException">It can't be made.</exception>
    public static PidFile Create(string path)
    {
        var fd = Files.Open(path, Files.O_RDWR | Files.O_CREAT | Files.O_TRUNC);
        return fd >= 0 ? new PidFile(path, fd) : throw new ConfException($"open() \"{path}\" failed ({-fd}: {Errno.Text(-fd)})");
    }

    /// <summary>Writes this process's id.</summary>
    public void Write() => Files.Write(fd, Encoding.ASCII.GetBytes($"{Processes.Id}\n"));

    /// <summary>0 or -errno.</summary>
    public int Rename(string path)
    {
        var result = FileChanges.Rename(SystemText.ZeroTerminated(Path), SystemText.ZeroTerminated(path));
        if (result >= 0)
            Path = path;
        return result;
    }

    public void Remove()
    {
        Files.Close(fd);
        Files.Unlink(Path);
    }

    /// <summary>The text of a pid file without the line end. 0 or errno.</summary>
    public static int Read(string path, out string text)
    {
        text = "";
        var fd = Files.Open(path, Files.O_RDONLY);
        if (fd < 0)
            return -fd;
        Span<byte> buffer = stackalloc byte[32];
        var read = Files.Read(fd, buffer);
        Files.Close(fd);
        if (read < 0)
            return -read;
        text = Encoding.Latin1.GetString(buffer[..read]).TrimEnd('\r', '\n');
        return 0;
    }
}
