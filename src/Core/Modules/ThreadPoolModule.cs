using System.Globalization;
using Engine.Core.Conf;

namespace Engine.Core.Modules;

/// <summary>A <c>thread_pool</c>: threads for calls that block.</summary>
public sealed record ThreadPoolConf(string Name, int Threads, int MaxQueue);

/// <summary>The pools that <c>aio threads=NAME</c> may name; "default" is there without being declared.</summary>
public sealed class ThreadPools
{
    private const int DefaultThreads = 32;
    private const int DefaultMaxQueue = 65536;

    private readonly List<ThreadPoolConf> pools = [];
    private readonly List<(string Name, DirectiveUse Use)> expected = [];

    public IReadOnlyList<ThreadPoolConf> All => pools;

    public ThreadPoolConf? Find(string name) => pools.Find(pool => pool.Name == name)
        ?? (name == "default" ? new ThreadPoolConf(name, DefaultThreads, DefaultMaxQueue) : null);

    /// <summary>Those of a configuration that is being read.</summary>
    public static ThreadPools Of(Cycle cycle)
    {
        if (cycle.Get<ThreadPools>() is { } known)
            return known;
        var pools = new ThreadPools();
        cycle.Set(pools);
        return pools;
    }

    /// <summary>A directive names a pool, which may be declared behind it.</summary>
    public void Expect(string name, DirectiveUse use) => expected.Add((name, use));

    /// <exception cref="ConfException">A pool that is named does not exist.</exception>
    internal void Check()
    {
        foreach (var (name, use) in expected)
        {
            if (Find(name) is null)
                throw use.Error($"unknown thread pool \"{name}\"");
        }
    }

    internal void Add(DirectiveUse use)
    {
        int? threads = null;
        var maxQueue = DefaultMaxQueue;
        foreach (var parameter in use.Arguments.Skip(1))
        {
            if (parameter.StartsWith("threads=", StringComparison.Ordinal))
                threads = Number(use, parameter, "threads", min: 1);
            else if (parameter.StartsWith("max_queue=", StringComparison.Ordinal))
                maxQueue = Number(use, parameter, "max_queue", min: 0);
            else
                throw use.Error($"invalid parameter \"{parameter}\"");
        }

        if (pools.Exists(pool => pool.Name == use[0]))
            throw use.Error($"duplicate thread pool \"{use[0]}\"");
        pools.Add(new ThreadPoolConf(use[0], threads ?? throw use.Error("\"thread_pool\" must have \"threads\" parameter"), maxQueue));
    }

    private static int Number(DirectiveUse use, string parameter, string name, int min) =>
        int.TryParse(parameter.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min
            ? number
            : throw use.Error($"invalid {name} value \"{parameter}\"");
}

/// <summary>nginx's thread pool module.</summary>
public sealed class ThreadPoolModule : CoreModule
{
    public override string Name => "thread_pool";

    public override void Register(DirectiveTable table) =>
        table.Add(new Directive("thread_pool", ConfContext.Main, 2, 3, static use => ThreadPools.Of(MainScope.CycleOf(use.Scope)).Add(use))
        {
            Default = "default threads=32 max_queue=65536",
            Note = "all pools are one, as large as the largest",
        });

    public override void OnLoaded(Cycle cycle) => ThreadPools.Of(cycle).Check();

    public override void OnActivated(Cycle cycle)
    {
        if (ThreadPools.Of(cycle).All is { Count: > 0 } pools)
            Loop.HelperThreads.ThreadCount = pools.Max(static pool => pool.Threads);
    }
}
