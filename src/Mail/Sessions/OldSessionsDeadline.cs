using Engine.Mail.Conf;

namespace Engine.Mail.Sessions;

/// <summary>
/// <c>worker_shutdown_timeout</c> after a reload: sessions of the old configuration that are still open then are closed, as an old worker process of
/// nginx closes them. Without the directive they may take as long as they like.
/// </summary>
internal sealed class OldSessionsDeadline(MailWorker worker, MailConfiguration old) : Engine.Core.Loop.Timer
{
    public static void Arm(MailWorker worker, MailConfiguration old)
    {
        if (old.Cycle.Core.WorkerShutdownTimeoutMs.Or(0) is var timeout and > 0 && !worker.Worker.IsQuitting)
            new OldSessionsDeadline(worker, old).Arm(worker.Loop, timeout);
    }

    protected override void OnExpired()
    {
        foreach (var session in worker.Sessions.ToArray())
        {
            if (session.Configuration == old)
                session.Abort();
        }
    }
}
