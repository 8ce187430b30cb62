using Engine.Core.Process;
using Engine.Interop;
using Engine.Interop.Libc;

namespace Engine.Core.Conf;

/// <summary>What a load knows beside the text: where relative paths start, and who wants to hear warnings.</summary>
public sealed class ConfEnvironment
{
    private readonly List<(string Path, byte[] Content)> files = [];

    /// <summary>Ends with "/".</summary>
    public required string Prefix { get; init; }

    /// <summary>The directory of nginx.conf; ends with "/".</summary>
    public required string ConfPrefix { get; init; }

    /// <summary>Where the configuration's files are read from; null: the disk.</summary>
    public ConfSnapshot? Snapshot { get; init; }

    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Keeps the content of every file that is read (<c>-T</c>).</summary>
    public bool KeepsFiles { get; init; }

    /// <summary>Every file read, once each, verbatim.</summary>
    public IReadOnlyList<(string Path, byte[] Content)> Files => files;

    public string FullPath(string path, bool confPrefix = false) =>
        path.StartsWith('/') ? path : (confPrefix ? ConfPrefix : Prefix) + path;

    /// <summary>The files that an <c>include</c> stands for. A pattern may stand for none; a plain name stands for itself.</summary>
    public IEnumerable<string> Expand(string path)
    {
        if (!Glob.IsPattern(path))
            return [path];
        return Snapshot is null ? Glob.Expand(path) : Snapshot.Expand(path);
    }

    /// <summary>Reads a file as text that keeps every byte (<see cref="SystemText"/>). 0 or errno.</summary>
    public int ReadFile(string path, out string text)
    {
        text = "";
        var errno = Read(path, out var content);
        if (errno != 0)
            return errno;
        if (KeepsFiles && !files.Exists(file => file.Path == path))
            files.Add((path, content));
        text = SystemText.Decode(content);
        return 0;
    }

    private int Read(string path, out byte[] content)
    {
        if (Snapshot is null)
            return PrivilegedFiles.ReadAll(path, out content);
        content = Snapshot.Find(path) ?? [];
        return Snapshot.Find(path) is null ? Errno.ENOENT : 0;
    }
}
