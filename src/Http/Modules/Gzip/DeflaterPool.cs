using Engine.Http.Requests;
using Engine.Interop.Zlib;

namespace Engine.Http.Modules.Gzip;

/// <summary>Compressors of one worker with the same settings: each has a quarter of a megabyte of state that is worth reusing.</summary>
internal sealed class DeflaterPool
{
    private const int MaxSpare = 16;

    private readonly Stack<Deflater> spare = new();
    private readonly int level;
    private readonly int windowBits;
    private readonly int memoryLevel;

    private DeflaterPool(int level, int windowBits, int memoryLevel)
    {
        this.level = level;
        this.windowBits = windowBits;
        this.memoryLevel = memoryLevel;
    }

    public static DeflaterPool Of(HttpWorker worker, GzipConf conf)
    {
        var pools = worker.Worker.State(static _ => new WorkerPools()).Pools;
        foreach (var pool in pools)
        {
            if (pool.level == conf.Level.Value && pool.windowBits == conf.WindowBits.Value && pool.memoryLevel == conf.MemoryLevel)
                return pool;
        }

        var made = new DeflaterPool((int)conf.Level.Value, conf.WindowBits.Value, conf.MemoryLevel);
        pools.Add(made);
        return made;
    }

    public Deflater Rent() => spare.TryPop(out var deflater) ? deflater : new Deflater(level, windowBits, memoryLevel);

    public void Return(Deflater deflater)
    {
        if (spare.Count == MaxSpare)
        {
            deflater.Dispose();
            return;
        }

        deflater.Reset();
        spare.Push(deflater);
    }

    private sealed class WorkerPools
    {
        public List<DeflaterPool> Pools { get; } = [];
    }
}
