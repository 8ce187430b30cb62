using System.Runtime.InteropServices;
using Engine.Core.Buffers;
using Engine.Core.Loop;
using Engine.Http.Requests;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Capture;

/// <summary>
/// Subrequests that run side by side for one light thread. Those that need not wait are over before the Lua code that asked for them goes on,
/// without a turn of the loop in between. Reused: a warm one allocates nothing.
/// </summary>
internal sealed class CaptureBatch : PostedEvent, IDisposable
{
    /// <summary>Members kept for the next batch.</summary>
    private const int MaxSpare = 8;

    /// <summary>Captures inside of captures use the native stack: those below are run from the loop.</summary>
    private const int MaxDepth = 8;

    private readonly CaptureState state;
    private readonly CaptureWait wait;
    private readonly List<CaptureMember> members = [];
    private unsafe CapturedResponse* responses;
    private int responsesSize;
    private LuaRequest owner = null!;
    private LuaThread? thread;
    private int running;
    private bool isAbandoned;
    private bool wasBroken;

    public CaptureBatch(CaptureState state)
    {
        this.state = state;
        wait = new CaptureWait(this);
    }

    public int Count { get; private set; }

    /// <summary>One of the subrequests has ended in a way that ends the parent, too.</summary>
    public bool IsFatal => owner.Request.IsConnectionBroken && !wasBroken;

    /// <summary>The subrequest that was added last.</summary>
    public HttpRequest Last => members[Count - 1].Request;

    public void Begin(LuaRequest parent)
    {
        owner = parent;
        isAbandoned = false;
        wasBroken = parent.Request.IsConnectionBroken;
        for (var i = members.Count - 1; i >= MaxSpare; i--)
        {
            members[i].Dispose();
            members.RemoveAt(i);
        }
    }

    /// <summary>A subrequest without a URI yet.</summary>
    public HttpRequest Add(SubrequestVariables variables)
    {
        if (Count == members.Count)
            members.Add(new CaptureMember(this));
        return members[Count++].Begin(owner.Request, variables);
    }

    /// <summary>
    /// From a C function that Lua has called: runs the subrequests. True when all are over; otherwise the thread is parked until they are.
    /// They begin when Lua has been left where other light threads have their turn before them.
    /// </summary>
    public bool Run(LuaThread caller)
    {
        running = Count;
        if (state.Depth < MaxDepth && caller.Run!.IsAlone)
            RunAll();
        else
            state.Vm.Loop.Defer(this);
        if (running == 0)
            return true;
        thread = caller;
        owner.HoldOpen();
        caller.Park(wait);
        return false;
    }

    /// <summary>The loop's turn: they begin.</summary>
    public override void Invoke() => RunAll();

    /// <summary>What the responses are, before <see cref="End"/>.</summary>
    public unsafe CapturedResponse* Collect()
    {
        if (responsesSize < Count)
        {
            responses = (CapturedResponse*)NativeMemory.Realloc(responses, (nuint)Count * (nuint)sizeof(CapturedResponse));
            responsesSize = Count;
        }

        for (var i = 0; i < Count; i++)
            members[i].Write(ref responses[i]);
        return responses;
    }

    /// <summary>Gives the subrequests back.</summary>
    public void End()
    {
        for (var i = 0; i < Count; i++)
            members[i].End();
        Count = 0;
        thread = null;
    }

    public unsafe void Dispose()
    {
        foreach (var member in members)
            member.Dispose();
        members.Clear();
        NativeMemory.Free(responses);
        responses = null;
        responsesSize = 0;
    }

    private void Abandon()
    {
        isAbandoned = true;
        for (var i = 0; i < Count; i++)
            members[i].Request.Abandon();
    }

    private void RunAll()
    {
        state.Depth++;
        // The batch may be over, and used again, when the last one has begun.
        for (int i = 0, count = Count; i < count; i++)
            members[i].Run();
        state.Depth--;
    }

    /// <summary>One of the subrequests is over.</summary>
    internal void OnDone()
    {
        // Without a thread it is Run that sees the end.
        if (--running > 0 || thread is not { } waiting)
            return;
        // Before the thread goes on: it may end the request now.
        if (isAbandoned)
        {
            End();
            state.Return(this);
            owner.ReleaseHold();
            return;
        }

        owner.ReleaseHold();
        state.Finished = this;
        waiting.Wake(0);
    }

    private sealed class CaptureWait(CaptureBatch batch) : LuaWait
    {
        public override bool MayBeKilled => false;

        public override void OnTimeout(LuaThread thread)
        {
        }

        public override void OnCancelled(LuaThread thread) => batch.Abandon();
    }
}
