using System.Globalization;
using Engine.Testing;

namespace Engine.Bench.Load;

/// <summary>
/// One file of bench/Load/scenarios: its first comment says what it is, lines that start with "#:" say what to send (get TARGET,
/// header FIELD, body SIZE, connections N..., workers N, needs PEER, block stream), and the rest is the configuration inside http {} or stream {}.
/// </summary>
internal sealed class Scenario
{
    private const string DefaultConnections = "64";

    private static readonly string Folder = SourceTree.PathOf("bench", "Load", "scenarios");

    private readonly string[] peers;

    private Scenario(string name, string text)
    {
        Name = name;
        Conf = text;
        var lines = text.Split('\n');
        Title = lines[0].TrimStart('#', ' ');
        var settings = lines.Where(line => line.StartsWith("#: ", StringComparison.Ordinal)).Select(line => line[3..].Split(' ', 2)).ToLookup(
            words => words[0], words => words[^1].Trim());
        Target = settings["get"].Single();
        Fields = [.. settings["header"]];
        Workers = int.Parse(settings["workers"].SingleOrDefault("1"), CultureInfo.InvariantCulture);
        BodySize = int.Parse(settings["body"].SingleOrDefault("0"), CultureInfo.InvariantCulture);
        Block = settings["block"].SingleOrDefault("http");
        peers = [.. settings["needs"]];
        var connections = settings["connections"].SingleOrDefault(DefaultConnections);
        Connections = [.. connections.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
    }

    public string Name { get; }

    public string Title { get; }

    public string Target { get; }

    public IReadOnlyList<string> Fields { get; }

    public IReadOnlyList<int> Connections { get; }

    /// <summary>Of a body to be sent with POST; 0 for none.</summary>
    public int BodySize { get; }

    public int Workers { get; }

    public string Conf { get; }

    /// <summary>What the configuration stands in.</summary>
    public string Block { get; }

    /// <summary>A peer of that name takes part.</summary>
    public bool Needs(string peer) => peers.Contains(peer);

    public static Scenario Load(string name) => new(name, File.ReadAllText(Path.Combine(Folder, name + ".conf")));

    public static IEnumerable<Scenario> All() =>
        SourceTree.Files(Folder, "*.conf").Select(file => Load(Path.GetFileNameWithoutExtension(file)));
}
