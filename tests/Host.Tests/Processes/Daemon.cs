using System.Globalization;
using Engine.Testing;

namespace Engine.Host.Tests.Processes;

/// <summary>A server that was started with <c>daemon on</c>; it has its pid file and listens when the start returns. Disposing stops it.</summary>
internal sealed class Daemon : IDisposable
{
    private Daemon(ServerPrefix prefix)
    {
        Prefix = prefix;
        ErrorLog = new LogFile(prefix.PathOf("logs/error.log"));
    }

    public ServerPrefix Prefix { get; }

    public LogFile ErrorLog { get; }

    public int ProcessId { get; private init; }

    public static Daemon Start(string conf)
    {
        // CoreCLR keeps duplicates of the standard streams, whose end the one who started it then never sees.
        Assume.That(!File.Exists(ServerBinary.UnderTest.FilePath + ".dll"), "a daemon has to be the published binary");
        var prefix = new ServerPrefix();
        prefix.WriteConf("daemon on; " + conf);
        var result = prefix.Run();
        Assert.That(result.ExitCode, Is.Zero, result.Error + result.ErrorLog);
        var pid = int.Parse(prefix.ReadFile("logs/nginx.pid"), CultureInfo.InvariantCulture);
        return new Daemon(prefix) { ProcessId = pid };
    }

    public void Signal(string name) => ServerUnderTest.Signal(name, ProcessId);

    public void WaitForEnd() =>
        Assert.That(SafetyTimeout.WaitUntil(() => !ProcFile.Exists(ProcessId)), Is.True, "the daemon did not end:\n" + ErrorLog.Text);

    public void Dispose()
    {
        if (ProcFile.Exists(ProcessId))
            Signal("TERM");
        WaitForEnd();
        Prefix.Dispose();
    }
}
