using Engine.Core.Loop;

namespace Engine.Upstream.Resolve;

/// <summary>The names of all groups of a configuration that are kept up to date, on the loop of one worker.</summary>
public sealed class NameMonitors
{
    private readonly List<NameMonitor> monitors = [];

    public void Start(EventLoop loop, IEnumerable<UpstreamGroup> groups)
    {
        foreach (var group in groups)
        {
            foreach (var server in group.Servers)
            {
                if (server.Resolve is { } name)
                    monitors.Add(new NameMonitor(loop, group, name));
            }
        }

        foreach (var monitor in monitors)
            monitor.Start();
    }

    public void Stop()
    {
        foreach (var monitor in monitors)
            monitor.Stop();
        monitors.Clear();
    }
}
