using Engine.Core.Loop;
using Engine.Http.Requests;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Capture;

/// <summary>Subrequests that run side by side for one light thread.</summary>
internal sealed class CaptureBatch(LuaRequest owner)
{
    private readonly List<(Subrequest Subrequest, CapturingExchange Exchange)> members = [];
    private LuaThread? thread;
    private int running;
    private bool isAbandoned;

    public int Count => members.Count;

    public Subrequest Last => members[^1].Subrequest;

    public void Add(Subrequest subrequest, CapturingExchange exchange) => members.Add((subrequest, exchange));

    public HttpRequest RequestOf(int index) => members[index].Subrequest.Request;

    public int StatusOf(int index)
    {
        var request = RequestOf(index);
        return request.Status != 0 ? request.Status : request.IsHeaderSent ? 200 : 500;
    }

    public ReadOnlyMemory<byte> BodyOf(int index) => members[index].Exchange.Body;

    /// <summary>The body did not come to its end.</summary>
    public bool IsTruncated(int index)
    {
        var request = RequestOf(index);
        if (request.IsConnectionBroken)
            return true;
        // A filter may have kept the end.
        return !request.IsHeaderOnly && (!request.IsOutputComplete || (request.IsHeaderSent && !members[index].Exchange.IsComplete));
    }

    /// <summary>Parks the thread; the subrequests begin when Lua has been left, because they may run Lua code themselves.</summary>
    public void Start(LuaThread waiting)
    {
        thread = waiting;
        running = members.Count;
        owner.HoldOpen();
        waiting.Park(new CaptureWait(this));
        waiting.Vm.Loop.Defer(new StartEvent(this));
    }

    /// <summary>Gives the subrequests back.</summary>
    public void End()
    {
        foreach (var (subrequest, _) in members)
            subrequest.End();
        members.Clear();
    }

    private async Task Run(Subrequest subrequest)
    {
        await subrequest.Run();
        if (--running == 0)
            OnAllDone();
    }

    private void OnAllDone()
    {
        if (isAbandoned)
        {
            End();
            owner.ReleaseHold();
            return;
        }

        // Before the thread goes on: it may end the request now.
        owner.ReleaseHold();
        ((CaptureState)owner.Vm.StateOf(CaptureApi.Api)).Finished = this;
        thread!.Wake(0);
    }

    private sealed class StartEvent(CaptureBatch batch) : PostedEvent
    {
        public override void Invoke()
        {
            foreach (var (subrequest, _) in batch.members.ToArray())
                _ = batch.Run(subrequest);
        }
    }

    private sealed class CaptureWait(CaptureBatch batch) : LuaWait
    {
        public override bool MayBeKilled => false;

        public override void OnTimeout(LuaThread thread)
        {
        }

        public override void OnCancelled(LuaThread thread) => batch.isAbandoned = true;
    }
}
