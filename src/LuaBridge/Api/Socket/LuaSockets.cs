using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Interop.Libc;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Socket;

/// <summary>The TCP cosockets of a VM: by the ids that Lua knows them by, and the pools of those that wait to be used again.</summary>
internal sealed class LuaSockets(LuaVm vm) : IVmState
{
    /// <summary>What holds where no location says otherwise: in timers.</summary>
    private static readonly LuaLocationConf Defaults = MakeDefaults();

    /// <summary>Stands where a socket of a subrequest was, until Lua drops its object.</summary>
    public static readonly object Abandoned = new();

    private readonly List<Slot> slots = [];
    private readonly Stack<int> freeSlots = new();
    private readonly Stack<Connector> connectors = new();
    private readonly Dictionary<ByteString, SocketPool> pools = new(ByteStringComparer.Instance);

    public EventLoop Loop => vm.Loop;

    public LuaVm Vm => vm;

    /// <summary>What went wrong, behind <see cref="SocketStatus.Failed"/>.</summary>
    public string LastError { get; set; } = "";

    public static LuaLocationConf ConfOf(LuaHost host) => host.Location is { } location ? LuaLocationConf.Slot.Of(location) : Defaults;

    /// <summary>The connection or the attempt to make one of an id; null when there is none any more.</summary>
    public object? Find(double id)
    {
        var slot = SlotId.SlotOf(id) - 1;
        return slot >= 0 && slot < slots.Count && slots[slot].IdOf(slot).Equals(id) ? slots[slot].Target : null;
    }

    /// <summary>A new id.</summary>
    public double Attach(object target)
    {
        if (!freeSlots.TryPop(out var slot))
        {
            slot = slots.Count;
            slots.Add(new Slot());
        }

        slots[slot].Target = target;
        return slots[slot].IdOf(slot);
    }

    /// <summary>What an attempt came to takes its place.</summary>
    public void Replace(double id, StreamLink link)
    {
        slots[SlotId.SlotOf(id) - 1].Target = link;
        link.Id = id;
    }

    public void Forget(StreamLink link)
    {
        Detach(link.Id);
        link.Id = 0;
    }

    public void Detach(double id)
    {
        if (Find(id) is null)
            return;
        var slot = SlotId.SlotOf(id) - 1;
        slots[slot].Target = null;
        slots[slot].Generation = SlotId.Next(slots[slot].Generation);
        freeSlots.Push(slot);
    }

    /// <summary>What the id stood for is gone with the subrequest that had it; who still uses the id is told that it is not his.</summary>
    public void Abandon(double id) => slots[SlotId.SlotOf(id) - 1].Target = Abandoned;

    public SocketPool? FindPool(ReadOnlySpan<byte> name) =>
        pools.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var pool) ? pool : null;

    /// <param name="backlog">Connect operations that may wait; below zero there is no limit of connections.</param>
    public SocketPool MakePool(ReadOnlySpan<byte> name, int size, int backlog)
    {
        var pool = new SocketPool(this, new ByteString(name.ToArray()), size, backlog);
        pools.Add(pool.Name, pool);
        return pool;
    }

    public void Drop(SocketPool pool) => pools.Remove(pool.Name);

    public Connector RentConnector() => connectors.TryPop(out var connector) ? connector : Loop.CreateConnector();

    public void Return(Connector connector) => connectors.Push(connector);

    public static void Log(LuaHost host, string text) => host.Log.Write(LogLevel.Error, host.LogContext, $"{text}");

    /// <summary>Somebody uses a socket that has no connection, or not any more.</summary>
    /// <param name="attempt">"send" or "receive".</param>
    public static void LogClosed(LuaHost host, string attempt, double id)
    {
        if (ConfOf(host).SocketLogErrors.Value)
            Log(host, $"attempt to {attempt} data on a closed socket: u:{(long)id:X16}, c:0000000000000000, ft:0 eof:0");
    }

    /// <summary>The system's words, in lower case as OpenResty gives them.</summary>
    public void SetError(int errno) => LastError = Errno.Text(errno).ToLowerInvariant();

    public void OnExiting() => ClosePools();

    public void OnClosing()
    {
        ClosePools();
        foreach (var slot in slots.ToArray())
            (slot.Target as StreamLink)?.Close();
    }

    private void ClosePools()
    {
        foreach (var pool in pools.Values.ToArray())
            pool.Clear();
    }

    private static LuaLocationConf MakeDefaults()
    {
        var conf = new LuaLocationConf();
        conf.MergeFrom(null, null!);
        return conf;
    }

    private sealed class Slot
    {
        public object? Target { get; set; }

        public long Generation { get; set; }

        public double IdOf(int slot) => SlotId.Of(slot + 1, Generation);
    }
}
