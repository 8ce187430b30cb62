using Engine.Http.Conf;

namespace Engine.Http.Requests;

/// <summary>
/// <c>worker_shutdown_timeout</c> after a reload: connections that are still with the old configuration then are closed, as an old worker
/// process of nginx closes them. Without the directive they may take as long as they like.
/// </summary>
internal sealed class OldConfigurationDeadline(HttpWorker worker, HttpConfiguration old) : Engine.Core.Loop.Timer
{
    public static void Arm(HttpWorker worker, HttpConfiguration old)
    {
        if (old.Cycle.Core.WorkerShutdownTimeoutMs.Or(0) is var timeout and > 0 && !worker.IsQuitting)
            new OldConfigurationDeadline(worker, old).Arm(worker.Loop, timeout);
    }

    protected override void OnExpired()
    {
        foreach (var connection in worker.Connections.ToArray())
        {
            if (connection.IsWith(old))
                connection.Abort();
        }
    }
}
