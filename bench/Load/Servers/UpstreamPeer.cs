using Engine.Testing;

namespace Engine.Bench.Load.Servers;

/// <summary>The server that the measured one passes its requests to: bench/Load/upstream.conf in a Debian nginx.</summary>
internal sealed class UpstreamPeer : IDisposable
{
    private readonly Workplace workplace = new();
    private readonly RunningServer server;

    public UpstreamPeer(string nginx, int core)
    {
        var binary = new ServerBinary(nginx);
        workplace.WriteScenario(binary, File.ReadAllText(SourceTree.PathOf("bench", "Load", "upstream.conf")));
        server = new RunningServer(binary, workplace, core);
    }

    public int Port => server.Port;

    public void Dispose()
    {
        server.Dispose();
        workplace.Dispose();
    }
}
