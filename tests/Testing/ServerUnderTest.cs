using System.Diagnostics;
using System.Globalization;
using System.Text;
using NUnit.Framework;

namespace Engine.Testing;

/// <summary>
/// The server in a process of its own, started with a configuration text (see <see cref="ServerPrefix"/> for what is added and for
/// {port} and the other placeholders) and ready when <see cref="Start(string)"/> returns. Disposing stops it, and fails the test when
/// it had crashed, did not stop, or logged an [alert] or [emerg].
/// </summary>
public sealed class ServerUnderTest : IDisposable
{
    private const int StartAttempts = 4;

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly bool ownsPrefix;
    private bool stopped;

    private ServerUnderTest(ServerPrefix prefix, bool ownsPrefix)
    {
        Prefix = prefix;
        this.ownsPrefix = ownsPrefix;
        ErrorLog = new LogFile(prefix.PathOf("logs/error.log"));
        AccessLog = new LogFile(prefix.PathOf("logs/access.log"));
        process = prefix.StartBinary();
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static ServerUnderTest Start(string conf) => Start(conf, new ServerPrefix(), ownsPrefix: true);

    /// <summary>In a folder the test has filled before, and disposes.</summary>
    public static ServerUnderTest Start(string conf, ServerPrefix prefix) => Start(conf, prefix, ownsPrefix: false);

    /// <summary>Runs a configuration that must not start: the messages and the exit code.</summary>
    public static CommandResult StartAndFail(string conf, ServerPrefix? prefix = null)
    {
        using var own = prefix is null ? new ServerPrefix() : null;
        var result = (prefix ?? own!).WriteConf(conf).Run();
        Assert.That(result.ExitCode, Is.Not.Zero, "the server started and ended with success");
        return result;
    }

    public ServerPrefix Prefix { get; }

    public int Port => Prefix.Port;

    public int Port2 => Prefix.Port2;

    public LogFile ErrorLog { get; }

    /// <summary>logs/access.log: written only when the configuration asks for it (access_log is on by default).</summary>
    public LogFile AccessLog { get; }

    /// <summary>Of the process that was started: the master, or the only process.</summary>
    public int ProcessId => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>The most that was ever resident, of the process that was started.</summary>
    public long PeakMemoryBytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>The paths of what the process that was started has open; one that is closed meanwhile may be among them.</summary>
    public IReadOnlyList<string> OpenFiles =>
        [.. Directory.GetFiles($"/proc/{ProcessId}/fd").Select(static descriptor => new FileInfo(descriptor).LinkTarget).OfType<string>()];

    /// <summary>A test about crashes sets it: [alert] lines are then not a failure of their own.</summary>
    public bool AllowAlerts { get; set; }

    public RawConnection Connect() => RawConnection.Open(Port);

    /// <summary>One request on a connection of its own.</summary>
    public RawResponse Get(string target, params string[] fields)
    {
        using var connection = Connect();
        return connection.Get(target, fields);
    }

    /// <summary>Replaces the configuration and sends HUP. The caller waits for what the new configuration changes.</summary>
    public void Reload(string? conf = null)
    {
        if (conf is not null)
            Prefix.WriteConf(conf);
        Signal("HUP");
    }

    /// <summary>Sends a signal by name, such as "USR1".</summary>
    public void Signal(string name) => Signal(name, process.Id);

    public static void Signal(string name, int processId)
    {
        using var kill = Process.Start("kill", [$"-{name}", processId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Graceful shutdown; returns when the process has ended.</summary>
    public void Quit() => Stop("QUIT");

    public void Dispose()
    {
        try
        {
            if (!stopped)
                Stop("TERM");
            if (!AllowAlerts)
                ExpectNoAlerts();
        }
        finally
        {
            process.Dispose();
            if (ownsPrefix)
                Prefix.Dispose();
        }
    }

    private static ServerUnderTest Start(string conf, ServerPrefix prefix, bool ownsPrefix)
    {
        for (var attempt = 1; ; attempt++)
        {
            prefix.WriteConf(conf);
            var server = new ServerUnderTest(prefix, ownsPrefix);
            var failure = server.WaitUntilReady();
            if (failure is null)
                return server;
            server.process.Dispose();
            if (attempt < StartAttempts && failure.Contains("in use", StringComparison.OrdinalIgnoreCase))
            {
                prefix.ChangePorts();
                File.Delete(server.ErrorLog.FilePath);
                continue;
            }

            if (ownsPrefix)
                prefix.Dispose();
            throw new InvalidOperationException(failure);
        }
    }

    /// <summary>The pid file appears only after all sockets listen. Null when ready, otherwise what went wrong.</summary>
    private string? WaitUntilReady()
    {
        var pidFile = Prefix.PathOf("logs/nginx.pid");
        if (!SafetyTimeout.WaitUntil(() => process.HasExited || File.Exists(pidFile) && new FileInfo(pidFile).Length > 0))
        {
            process.Kill(entireProcessTree: true);
            return Describe("the server wrote no pid file");
        }

        if (!process.HasExited)
            return null;
        process.WaitForExit();
        return Describe($"the server did not start (exit code {process.ExitCode})");
    }

    /// <summary>Sends a signal that ends the server; returns when the process has ended.</summary>
    public void Stop(string signal)
    {
        if (process.HasExited)
            Assert.Fail(Describe($"the server had ended by itself (exit code {process.ExitCode})"));
        Signal(signal);
        WaitForEnd(signal);
    }

    /// <summary>The end of a server that was told to end.</summary>
    public void WaitForEnd(string signal = "its signal")
    {
        stopped = true;
        if (!process.WaitForExit(SafetyTimeout.Value))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail(Describe($"the server did not end after {signal}"));
        }

        if (process.ExitCode != 0)
            Assert.Fail(Describe($"the server ended with exit code {process.ExitCode} after {signal}"));
    }

    private void ExpectNoAlerts()
    {
        var alerts = ErrorLog.LinesWith("[alert]").Concat(ErrorLog.LinesWith("[emerg]")).ToArray();
        if (alerts.Length > 0)
            Assert.Fail($"error.log has alerts:{Environment.NewLine}{string.Join(Environment.NewLine, alerts)}");
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        lock (output)
            output.AppendLine(line.Data);
    }

    private string Describe(string what)
    {
        lock (output)
            return $"{what}; output:{Environment.NewLine}{output}{Environment.NewLine}error.log:{Environment.NewLine}{ErrorLog.Text}";
    }
}
