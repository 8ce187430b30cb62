using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Bench.Load.Clients;
using Engine.Testing;

namespace Engine.Bench.Load.Servers;

/// <summary>A server started on the configuration of a workplace, all its threads on one core. Disposing stops it.</summary>
internal sealed class RunningServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly Workplace workplace;
    private readonly StringBuilder output = new();

    public RunningServer(ServerBinary binary, Workplace workplace, int core)
    {
        this.workplace = workplace;
        StartedAt = Stopwatch.GetTimestamp();
        process = StartPinned(core, [binary.FilePath, "-p", workplace.Root + "/", "-c", "conf/nginx.conf", "-e", "logs/error.log"]);
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        WaitUntilListening();
    }

    /// <summary>Stopwatch time just before the process was started.</summary>
    public long StartedAt { get; }

    public int Port => workplace.Port;

    /// <summary>Of the master.</summary>
    public int ProcessId => process.Id;

    /// <summary>The process that serves: the last of the tree, because a master starts it.</summary>
    public int ServingProcessId => ProcessTree.Of(process.Id)[^1];

    public long ServingResidentBytes => ProcessTree.ResidentBytes(ServingProcessId);

    /// <summary>What is resident when the server has had some seconds without work: at once, if that is no more than <paramref name="enough"/>.</summary>
    public long RestingResidentBytes(long enough)
    {
        for (var waited = 0; waited < RestSeconds && ServingResidentBytes > enough; waited++)
            Thread.Sleep(TimeSpan.FromSeconds(1));
        return ServingResidentBytes;
    }

    private const int RestSeconds = 5;

    public long AllResidentBytes => ProcessTree.Of(process.Id).Sum(ProcessTree.ResidentBytes);

    /// <summary>Of the process that serves; its connections are among them.</summary>
    public int OpenFiles => Directory.EnumerateFiles($"/proc/{ServingProcessId}/fd").Count();

    /// <summary>User and system time of all threads of all processes so far.</summary>
    public double CpuSeconds => ProcessTree.CpuSeconds(process.Id);

    /// <summary>Runs a program on that core and no other. taskset becomes the program, so the process is the program's.</summary>
    public static Process StartPinned(int core, IEnumerable<string> command) =>
        Process.Start(new ProcessStartInfo("taskset", ["-c", core.ToString(CultureInfo.InvariantCulture), .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Asks for "/" on a connection of its own, which must be answered with 200: how long that takes.</summary>
    /// <exception cref="ServerFailedException">It answers something else.</exception>
    public TimeSpan Probe()
    {
        var started = Stopwatch.GetTimestamp();
        using var client = new BlockingClient(Port);
        var status = client.Exchange(BlockingClient.Request("/")).Status;
        return status == 200 ? Stopwatch.GetElapsedTime(started) : throw new ServerFailedException($"status {status}");
    }

    public void Signal(string name) => ServerUnderTest.Signal(name, process.Id);

    public void Dispose()
    {
        if (!process.HasExited)
            Signal("TERM");
        if (!process.WaitForExit(Patience))
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private void WaitUntilListening()
    {
        while (!process.HasExited)
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(StartedAt) < Patience)
            {
                Thread.Sleep(1);
            }
        }

        process.WaitForExit();
        lock (output)
            throw new ServerFailedException($"exit code {process.ExitCode}: {output.ToString().Trim()}");
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        lock (output)
            output.AppendLine(line.Data);
    }
}

/// <summary>The server did not start, or did not answer as it has to.</summary>
internal sealed class ServerFailedException(string message) : Exception(message);
