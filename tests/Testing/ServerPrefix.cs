using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Engine.Testing;

/// <summary>What a run of the binary that ends by itself left: -t, -V, or a configuration that does not start.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error, string ErrorLog);

/// <summary>
/// A new folder in the server's layout (conf, html, logs) that is deleted with the test. In every text written here and in the
/// configuration, {port}, {port2} and {port3} are free ports, {unix} is a socket path and {root} is this folder.
/// </summary>
public sealed partial class ServerPrefix : IDisposable
{
    private static readonly string? ChosenEventMethod = Environment.GetEnvironmentVariable("ENGINE_EVENT_METHOD") is { Length: > 0 } method ? method : null;

    private readonly Dictionary<string, string> placeholders = [];

    public ServerPrefix() : this(ServerBinary.UnderTest)
    {
    }

    /// <summary>For another server than the one under test.</summary>
    public ServerPrefix(ServerBinary binary)
    {
        Binary = binary;
        Root = Directory.CreateTempSubdirectory("engine-test-").FullName;
        // A worker may run as another user than the test.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Root, (UnixFileMode)Convert.ToInt32("755", 8));
        foreach (var folder in (string[])["conf", "html", "logs"])
            Directory.CreateDirectory(PathOf(folder));
        placeholders["{root}"] = Root;
        placeholders["{unix}"] = PathOf("server.sock");
    }

    /// <summary>Of every configuration that names none itself.</summary>
    public static string EventMethod => ChosenEventMethod ?? "epoll";

    public ServerBinary Binary { get; }

    public string Root { get; }

    public int Port => Placeholder("{port}");

    public int Port2 => Placeholder("{port2}");

    public int Port3 => Placeholder("{port3}");

    public string UnixSocket => placeholders["{unix}"];

    public string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    public string ReadFile(string relativePath) => File.ReadAllText(PathOf(relativePath));

    public ServerPrefix WriteFile(string relativePath, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relativePath))!);
        File.WriteAllText(PathOf(relativePath), Expand(text));
        return this;
    }

    /// <summary>Text in which each character stands for a byte, as .t files are read.</summary>
    public ServerPrefix WriteLatin1File(string relativePath, string text) => WriteFile(relativePath, Encoding.Latin1.GetBytes(Expand(text)));

    public ServerPrefix WriteFile(string relativePath, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relativePath))!);
        File.WriteAllBytes(PathOf(relativePath), bytes);
        return this;
    }

    /// <summary>
    /// Writes conf/nginx.conf. What every test would repeat (daemon off, pid, error_log, events, ...) stands in front of its first line
    /// unless the text has it, so that line numbers in messages are those of the text. Every configuration uses the event method that
    /// ENGINE_EVENT_METHOD names, unless it names one itself.
    /// </summary>
    public ServerPrefix WriteConf(string conf)
    {
        // Moved into its place as a whole: a server that is told to reload may be reading the one before.
        WriteFile("conf/.nginx.conf.new", Preamble(conf) + WithEventMethod(conf));
        File.Move(PathOf("conf/.nginx.conf.new"), PathOf("conf/nginx.conf"), overwrite: true);
        return this;
    }

    /// <summary>Runs the binary on this prefix until it ends by itself; for a server that keeps running, <see cref="ServerUnderTest"/>.</summary>
    public CommandResult Run(params string[] arguments)
    {
        using var process = StartBinary(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(SafetyTimeout.Value))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Binary.FilePath} {string.Join(' ', arguments)} did not end; error.log:{Environment.NewLine}"
                + new LogFile(PathOf("logs/error.log")).Text);
        }

        process.WaitForExit();
        return new CommandResult(process.ExitCode, output.Result, error.Result, new LogFile(PathOf("logs/error.log")).Text);
    }

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("ENGINE_TEST_KEEP") is null)
            Directory.Delete(Root, recursive: true);
    }

    private string OwnEventMethod => ChosenEventMethod is null || Binary.IsNginx ? "" : $"use {ChosenEventMethod}; ";

    /// <summary>Starts BINARY -p ROOT/ -c conf/nginx.conf -e logs/error.log with these arguments behind.</summary>
    internal Process StartBinary(params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(Binary.FilePath)
        {
            ArgumentList = { "-p", Root + "/", "-c", "conf/nginx.conf", "-e", "logs/error.log" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>New ports, because another process took one of the old between the probe and the bind.</summary>
    internal void ChangePorts()
    {
        foreach (var name in placeholders.Keys.Where(name => name.StartsWith("{port", StringComparison.Ordinal)).ToArray())
            placeholders.Remove(name);
    }

    private string Preamble(string conf)
    {
        var lines = new List<string> { Binary.LoadModules };
        AddUnlessPresent("daemon", "off");
        AddUnlessPresent("master_process", "off");
        AddUnlessPresent("pid", "logs/nginx.pid");
        AddUnlessPresent("error_log", "logs/error.log info");
        if (Environment.IsPrivilegedProcess)
            AddUnlessPresent("user", "root");
        if (!EventsPattern().IsMatch(conf))
            lines.Add($"events {{ {OwnEventMethod}worker_connections 256; }} ");
        return string.Concat(lines);

        void AddUnlessPresent(string name, string value)
        {
            if (!Regex.IsMatch(conf, $@"(^|[;}}])\s*{name}\s", RegexOptions.Multiline))
                lines.Add($"{name} {value}; ");
        }
    }

    private string WithEventMethod(string conf) => OwnEventMethod.Length == 0 || Regex.IsMatch(conf, @"\buse\s+\w+\s*;")
        ? conf
        : EventsPattern().Replace(conf, match => match.Value + OwnEventMethod, 1);

    private string Expand(string text) => PlaceholderPattern().Replace(text, match =>
    {
        if (match.Value.StartsWith("{port", StringComparison.Ordinal))
            Placeholder(match.Value);
        return placeholders[match.Value];
    });

    private int Placeholder(string name)
    {
        if (!placeholders.TryGetValue(name, out var port))
            placeholders[name] = port = FreePorts.Next().ToString(CultureInfo.InvariantCulture);
        return int.Parse(port, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(^|[;}])\s*events\s*\{", RegexOptions.Multiline)]
    private static partial Regex EventsPattern();

    [GeneratedRegex(@"\{(port[23]?|unix|root)\}")]
    private static partial Regex PlaceholderPattern();
}
