using System.Diagnostics;

namespace Engine.Bench.Load.Servers;

/// <summary>A redis-server of our own on a unix socket, with one key.</summary>
internal sealed class RedisPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string folder = Directory.CreateTempSubdirectory("engine-bench-redis-").FullName;
    private readonly Process process;

    public RedisPeer(int core)
    {
        Socket = Path.Combine(folder, "redis.sock");
        process = RunningServer.StartPinned(
            core,
            ["redis-server", "--port", "0", "--unixsocket", Socket, "--unixsocketperm", "777", "--save", "", "--dir", folder]);
        var started = Stopwatch.GetTimestamp();
        while (!SetKey())
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
                throw new ServerFailedException("redis-server does not answer");
            Thread.Sleep(10);
        }
    }

    public string Socket { get; }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private bool SetKey()
    {
        using var client = Process.Start(new ProcessStartInfo("redis-cli", ["-s", Socket, "set", "bench", "a value of some length"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var answer = client.StandardOutput.ReadToEnd();
        client.WaitForExit();
        return answer.Trim() == "OK";
    }
}
