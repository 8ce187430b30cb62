using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Interop.Libc;

namespace Engine.Host.Master;

/// <summary>
/// The files that the configuration names. The server process runs as an ordinary user and may be broken into, so the master opens
/// for it these and no others: root's own words in root's own files.
/// </summary>
internal sealed class ConfiguredPaths
{
    private static readonly string[] LogDirectives = ["error_log", "access_log"];

    private readonly HashSet<string> readable = [];
    private readonly HashSet<string> logs = [];
    private readonly HashSet<string> directories = [];
    private readonly CycleSources sources;

    private ConfiguredPaths(CycleSources sources)
    {
        this.sources = sources;
        logs.Add(sources.ErrorLog);
        logs.Add(sources.Prefix + "logs/access.log");
    }

    /// <summary>Reads the configuration, whose files are <paramref name="snapshot"/>.</summary>
    /// <exception cref="ConfException">It can't be read.</exception>
    public static ConfiguredPaths Read(CycleSources sources, ErrorLog log, out ConfSnapshot snapshot)
    {
        var paths = new ConfiguredPaths(sources);
        snapshot = CycleLoader.ReadWords(sources, log, paths.Add);
        return paths;
    }

    public bool MayOpen(string path, int flags) => flags switch
    {
        Files.O_RDONLY => readable.Contains(path),
        Files.O_WRONLY | Files.O_APPEND | Files.O_CREAT => logs.Contains(path),
        _ => false,
    };

    public bool MayMake(string path) => directories.Contains(path) || IsDefaultTemporary(path);

    private void Add(IReadOnlyList<ConfWord> words)
    {
        foreach (var word in words.Skip(1))
        {
            var path = word.Text.StartsWith('/') ? word.Text : sources.Prefix + word.Text;
            if (LogDirectives.Contains(words[0].Text))
                logs.Add(path);
            else
            {
                readable.Add(path);
                readable.Add(word.Text.StartsWith('/') ? word.Text : sources.ConfPrefix + word.Text);
                directories.Add(path);
            }
        }
    }

    /// <summary>client_body_temp and the like, directly below the prefix.</summary>
    private bool IsDefaultTemporary(string path) =>
        path.StartsWith(sources.Prefix, StringComparison.Ordinal)
        && path.EndsWith("_temp", StringComparison.Ordinal)
        && !path[sources.Prefix.Length..].Contains('/', StringComparison.Ordinal);
}
