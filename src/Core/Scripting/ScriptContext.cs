using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Net.ProxyProtocol;

namespace Engine.Core.Scripting;

/// <summary>
/// What variables, complex values and captures belong to: a request or a session. A class to derive from and no type parameter, so that
/// what is written once for all kinds of contexts is compiled once and costs no look-ups of types.
/// </summary>
public abstract class ScriptContext : ILogContext
{
    private readonly ByteArena ownArena = new();
    private readonly SpareStack<IContextCleanup> cleanups = new();
    private readonly VariableCache ownVariables = new();
    private CaptureSet captures = new();
    private CaptureSet spareCaptures = new();
    private VariableCache variables;
    private ByteString[] scratch = new ByteString[16];
    private int scratchUsed;

    protected ScriptContext()
    {
        Arena = ownArena;
        variables = ownVariables;
    }

    /// <summary>Memory with the lifetime of the context.</summary>
    public ByteArena Arena { get; private set; }

    public abstract EventLoop Loop { get; }

    public abstract ErrorLog Log { get; }

    /// <summary>The client's address; other than the connection's when a trusted proxy told it.</summary>
    public abstract SocketAddress ClientAddress { get; }

    /// <summary>The address that the client connected to.</summary>
    public abstract SocketAddress LocalAddress { get; }

    /// <summary>What the PROXY protocol told; null where it is not spoken.</summary>
    public abstract ProxyProtocolHeader? ProxyProtocol { get; }

    public abstract long ConnectionNumber { get; }

    /// <summary>The captures of the last regular expression that matched: <c>$1</c> to <c>$9</c>.</summary>
    public CaptureSet Captures => captures;

    internal CaptureSet SpareCaptures => spareCaptures;

    /// <summary>Calls <paramref name="cleanup"/> when the context ends, however it ends, last added first.</summary>
    public void OnEnd(IContextCleanup cleanup) => cleanups.Push(cleanup);

    public abstract void AppendTo(ref LogLineBuilder line);

    /// <summary>The value of a variable: remembered, or computed now.</summary>
    public VariableValue Get(VariableSlot slot)
    {
        if (variables.TryGet(slot.Index, out var value))
            return value;
        value = slot.Definition.Get(this);
        if (slot.Definition.IsCacheable)
            Store(slot, value);
        return value;
    }

    /// <summary>The same, but a value that is computed now is not remembered.</summary>
    public VariableValue Peek(VariableSlot slot) => variables.TryGet(slot.Index, out var value) ? value : slot.Definition.Get(this);

    /// <summary>Assigns a variable, as <c>set</c> does.</summary>
    public void Set(VariableSlot slot, ByteString value)
    {
        if (slot.Definition.TakesValues)
            slot.Definition.Set(this, value);
        else
            Store(slot, VariableValue.Of(value));
    }

    /// <summary>Remembers a value for the rest of the context's life.</summary>
    public void Store(VariableSlot slot, VariableValue value) => variables.Store(slot.Index, value);

    /// <summary>Forgets a remembered value, so that the next use computes it.</summary>
    public void Forget(VariableSlot slot) => variables.Forget(slot.Index);

    /// <summary>Before the first use: makes room for the variables of a configuration.</summary>
    protected void BeginScript(VariableTable table) => variables.Prepare(table.Count);

    /// <summary>Gets and sets the variables of another context from now on; what they hold is in the memory of that one then.</summary>
    protected void ShareVariables(ScriptContext other)
    {
        variables = other.variables;
        Arena = other.Arena;
    }

    /// <summary>Takes the values that another context has now.</summary>
    protected void CopyVariables(ScriptContext other) => variables.CopyFrom(other.variables);

    /// <summary>First when the context ends: what it holds is let go, while it is all still there.</summary>
    protected void RunCleanups()
    {
        while (cleanups.TryPop(out var cleanup))
            cleanup.OnContextEnd();
    }

    /// <summary>Last when the context ends: everything is as new, and the memory may be used again.</summary>
    protected void EndScript()
    {
        variables = ownVariables;
        Arena = ownArena;
        variables.Clear();
        captures.Clear();
        spareCaptures.Clear();
        scratchUsed = 0;
        Arena.Reset();
    }

    /// <summary>The captures that a match left in the spare set become the context's.</summary>
    internal void SwapCaptures() => (captures, spareCaptures) = (spareCaptures, captures);

    /// <summary>Room for the parts of a value that is being put together.</summary>
    internal Span<ByteString> RentScratch(int count)
    {
        if (scratch.Length < scratchUsed + count)
        {
            // What is rented already is held by span: the old array stays theirs.
            scratch = new ByteString[Math.Max(scratch.Length * 2, scratchUsed + count)];
        }

        scratchUsed += count;
        return scratch.AsSpan(scratchUsed - count, count);
    }

    internal void ReturnScratch(int count)
    {
        scratchUsed -= count;
        scratch.AsSpan(scratchUsed, count).Clear();
    }
}
