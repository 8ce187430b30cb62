using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Stream.Connections;

namespace Engine.Stream.Conf;

/// <summary>Settings that stand once, in the stream block.</summary>
public sealed class StreamMainSlot<TConf> : ConfSlot<TConf, StreamConfiguration> where TConf : class, IConf<TConf>, new()
{
    public StreamMainSlot() => Index = StreamSlotCounts.Main++;

    public TConf Of(StreamConfiguration configuration) => Reinterpret.As<TConf>(configuration.MainConfs[Index]);

    protected override object?[] ConfsOf(ConfScope scope) => ((StreamScope)scope).Configuration.MainConfs;
}

/// <summary>Settings of stream and server.</summary>
public sealed class StreamServerSlot<TConf> : ConfSlot<TConf, StreamConfiguration> where TConf : class, IConf<TConf>, new()
{
    public StreamServerSlot() => Index = StreamSlotCounts.Server++;

    public TConf Of(StreamServer server) => Reinterpret.As<TConf>(server.Confs[Index]);

    public TConf Of(StreamSession session) => Of(session.Server);

    protected override object?[] ConfsOf(ConfScope scope) => ((StreamScope)scope).Level.Confs;
}

/// <summary>A module's state of one session.</summary>
public sealed class SessionSlot<TState> where TState : class
{
    private readonly int index = StreamSlotCounts.Session++;

    public TState? Of(StreamSession session)
    {
        var states = session.ModuleStates;
        return index < states.Length ? Reinterpret.As<TState?>(states[index]) : null;
    }

    public void Set(StreamSession session, TState? state)
    {
        // A slot is made when its module's class is first used: sessions may be older.
        if (index >= session.ModuleStates.Length)
            session.GrowModuleStates();
        session.ModuleStates[index] = state;
    }
}

internal static class StreamSlotCounts
{
    public static int Main;
    public static int Server;
    public static int Session;
}
