namespace Engine.Core.Modules;

/// <summary>The processors that workers may run on (<c>worker_cpu_affinity</c>). A mask's bit n, counted from the right, is processor n.</summary>
public sealed class WorkerAffinity
{
    /// <summary>Each worker to one processor of the only mask, in turn.</summary>
    public required bool IsAuto { get; init; }

    public required IReadOnlyList<ulong[]> Masks { get; init; }

    /// <summary>The mask of a worker; the last one stands for all further workers.</summary>
    public ulong[] MaskOf(int workerIndex) => IsAuto ? OneOf(Masks[0], workerIndex) : Masks[Math.Min(workerIndex, Masks.Count - 1)];

    private static ulong[] OneOf(ulong[] mask, int workerIndex)
    {
        var processors = new List<int>();
        for (var i = 0; i < mask.Length * 64; i++)
        {
            if ((mask[i / 64] >> (i % 64) & 1) != 0)
                processors.Add(i);
        }

        var result = new ulong[mask.Length];
        if (processors.Count == 0)
            return result;
        var chosen = processors[workerIndex % processors.Count];
        result[chosen / 64] = 1UL << (chosen % 64);
        return result;
    }
}
