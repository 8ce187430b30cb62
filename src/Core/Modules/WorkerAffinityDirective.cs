using Engine.Core.Conf;

namespace Engine.Core.Modules;

/// <summary>The <c>worker_cpu_affinity</c> directive.</summary>
internal static class WorkerAffinityDirective
{
    /// <summary>As many processors as sched_setaffinity(2) of libc takes (CPU_SETSIZE).</summary>
    private const int MaxProcessors = 1024;

    private const int WordBits = 64;

    public static void Read(DirectiveUse use, CoreConf conf)
    {
        if (conf.WorkerCpuAffinity.IsSet)
            throw use.Error("\"worker_cpu_affinity\" directive is duplicate");
        var isAuto = use[0] == "auto";
        if (isAuto && use.Count > 2)
            throw use.Error("invalid number of arguments in \"worker_cpu_affinity\" directive");
        conf.WorkerCpuAffinity.Set(new WorkerAffinity
        {
            IsAuto = isAuto,
            Masks = isAuto && use.Count == 1 ? [AllProcessors()] : [.. use.Arguments.Skip(isAuto ? 1 : 0).Select(text => ReadMask(use, text))],
        });
    }

    public static void Check(Cycle cycle)
    {
        var affinity = cycle.Core.WorkerCpuAffinity;
        if (!affinity.IsSet || affinity.Value.IsAuto || affinity.Value.Masks.Count == 1 || affinity.Value.Masks.Count == cycle.Core.WorkerProcesses.Value)
            return;
        cycle.Environment.Warn(
            "the number of \"worker_processes\" is not equal to the number of \"worker_cpu_affinity\" masks, "
            + "using last mask for remaining worker processes");
    }

    private static ulong[] ReadMask(DirectiveUse use, string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length > MaxProcessors)
            throw use.Error($"\"worker_cpu_affinity\" supports up to {MaxProcessors} CPUs only");
        var mask = new ulong[(digits.Length + WordBits - 1) / WordBits];
        for (var i = 0; i < digits.Length; i++)
        {
            var processor = digits.Length - 1 - i;
            mask[processor / WordBits] |= digits[i] switch
            {
                '0' => 0,
                '1' => 1UL << (processor % WordBits),
                var other => throw use.Error($"invalid character \"{other}\" in \"worker_cpu_affinity\""),
            };
        }

        return mask;
    }

    private static ulong[] AllProcessors()
    {
        var mask = new ulong[(Environment.ProcessorCount + WordBits - 1) / WordBits];
        for (var processor = 0; processor < Environment.ProcessorCount; processor++)
            mask[processor / WordBits] |= 1UL << (processor % WordBits);
        return mask;
    }
}
