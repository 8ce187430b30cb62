using Engine.Core.Process;
using Engine.Interop;

namespace Engine.Core.Conf;

/// <summary>What a load knows beside the text: where relative paths start, and who wants to hear warnings.</summary>
public sealed class ConfEnvironment
{
    private readonly List<(string Path, byte[] Content)> files = [];

    /// <summary>Ends with "/".</summary>
    public required string Prefix { get; init; }

    /// <summary>The directory of nginx.conf; ends with "/".</summary>
    public required string ConfPrefix { get; init; }

    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Keeps the content of every file that is read (<c>-T</c>).</summary>
    public bool KeepsFiles { get; init; }

    /// <summary>Every file read, once each, verbatim.</summary>
    public IReadOnlyList<(string Path, byte[] Content)> Files => files;

    public string FullPath(string path, bool confPrefix = false) =>
        path.StartsWith('/') ? path : (confPrefix ? ConfPrefix : Prefix) + path;

    /// <summary>Reads a file as text that keeps every byte (<see cref="SystemText"/>). 0 or errno.</summary>
    public int ReadFile(string path, out string text)
    {
        text = "";
        var errno = PrivilegedFiles.ReadAll(path, out var content);
        if (errno != 0)
            return errno;
        if (KeepsFiles && !files.Exists(file => file.Path == path))
            files.Add((path, content));
        text = SystemText.Decode(content);
        return 0;
    }
}
