using System.Globalization;
using System.Text;
using Engine.Testing;

namespace Engine.Bench.Load.Servers;

/// <summary>The folder that one server runs in: conf, logs, and the files the static scenarios ask for. Deleted when disposed.</summary>
internal sealed class Workplace : IDisposable
{
    /// <summary>The same for all that speak HTTP.</summary>
    private const string HttpSettings = "  default_type text/plain;\n  keepalive_timeout 300s;\n  keepalive_requests 1000000000;\n\n";

    private static readonly string Frame = File.ReadAllText(SourceTree.PathOf("bench", "Load", "frame.conf"));

    public Workplace()
    {
        Root = Directory.CreateTempSubdirectory("engine-bench-").FullName;
        foreach (var folder in (string[])["conf", "html", "logs"])
            Directory.CreateDirectory(PathOf(folder));
        File.WriteAllText(PathOf("html/1k.bin"), Filler(1024));
        File.WriteAllText(PathOf("html/10k.bin"), Filler(10 * 1024));
        File.WriteAllText(PathOf("html/100k.bin"), Filler(100 * 1024));
        File.WriteAllText(PathOf("html/text.txt"), Prose(50 * 1024));
    }

    public string Root { get; }

    public int Port { get; } = FreePorts.Next();

    /// <summary>Enough for every scenario, unless a run is about having too few.</summary>
    public int WorkerConnections { get; init; } = 16384;

    /// <summary>Processes of nginx, threads of Engine.</summary>
    public int Workers { get; set; } = 1;

    public string ErrorLog => File.Exists(PathOf("logs/error.log")) ? File.ReadAllText(PathOf("logs/error.log")) : "";

    public string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    /// <summary>Writes conf/nginx.conf: the text inside the frame that every scenario shares.</summary>
    /// <param name="block">The block that the text stands in: http or stream.</param>
    public void WriteScenario(ServerBinary binary, string text, string block = "http") => WriteConf(
        binary,
        Frame.Replace("{block}", block, StringComparison.Ordinal).Replace("{scenario}", block == "http" ? HttpSettings + text : text, StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(Root, recursive: true);

    // In one step: a reload never reads half of it.
    private void WriteConf(ServerBinary binary, string text)
    {
        var conf = new StringBuilder(text)
            .Replace("{modules}", binary.LoadModules)
            .Replace("{user}", Environment.IsPrivilegedProcess ? "user root;" : "")
            .Replace("{port}", Port.ToString(CultureInfo.InvariantCulture))
            .Replace("{workers}", Workers.ToString(CultureInfo.InvariantCulture))
            .Replace("{worker_connections}", WorkerConnections.ToString(CultureInfo.InvariantCulture))
            .Replace("{root}", Root);
        File.WriteAllText(PathOf("conf/nginx.conf.new"), conf.ToString());
        File.Move(PathOf("conf/nginx.conf.new"), PathOf("conf/nginx.conf"), overwrite: true);
    }

    /// <summary>Words and numbers that compress about as well as a page does: to a quarter.</summary>
    private static string Prose(int length)
    {
        string[] words = ["the", "server", "of", "a", "request", "is", "answered", "when", "location", "and", "header", "<p>", "</p>", "field", "with", "class=\"item\""];
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append(random.Next(8) == 0 ? random.Next(100_000).ToString(CultureInfo.InvariantCulture) : words[random.Next(words.Length)]).Append(random.Next(12) == 0 ? '\n' : ' ');
        return text.ToString(0, length);
    }

    private static string Filler(int length) => string.Create(length, 0, static (text, _) =>
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = i % 64 == 63 ? '\n' : (char)('a' + (i % 26));
    });
}
