using Engine.Core.Buffers;

namespace Engine.Core.Conf;

/// <summary>What one module knows at one level of a configuration (http's, stream's), filled in from the level around it.</summary>
public interface IConf<TConf, in TConfiguration> where TConf : class
{
    /// <summary>Takes what this level did not set from <paramref name="outer"/>; defaults when this is the outermost level (null).</summary>
    void MergeFrom(TConf? outer, TConfiguration configuration);
}

/// <summary>A module's place in the arrays of conf objects. Made once per process, as a static of the module's conf class.</summary>
public abstract class ConfSlot<TConfiguration>
{
    protected int Index { get; init; }

    /// <summary>The conf objects of one level, merged: a level that sets nothing shares the outer level's object.</summary>
    public static void MergeAll(IReadOnlyList<ConfSlot<TConfiguration>> slots, object?[] confs, object?[]? outer, TConfiguration configuration)
    {
        foreach (var slot in slots)
        {
            ref var conf = ref confs[slot.Index];
            var inherited = outer?[slot.Index];
            if (conf is null && inherited is not null)
            {
                conf = inherited;
                continue;
            }

            conf ??= slot.Create();
            slot.Merge(conf, inherited, configuration);
        }
    }

    protected abstract object Create();

    protected abstract void Merge(object conf, object? outer, TConfiguration configuration);
}

/// <summary>The same with the type of what stands there.</summary>
public abstract class ConfSlot<TConf, TConfiguration> : ConfSlot<TConfiguration>, IConfSlot<TConf> where TConf : class, IConf<TConf, TConfiguration>, new()
{
    public TConf Open(ConfScope scope) => Reinterpret.As<TConf>(ConfsOf(scope)[Index] ??= new TConf());

    /// <summary>The array that the scope's level keeps its conf objects in.</summary>
    protected abstract object?[] ConfsOf(ConfScope scope);

    protected override object Create() => new TConf();

    protected override void Merge(object conf, object? outer, TConfiguration configuration) =>
        Reinterpret.As<TConf>(conf).MergeFrom(Reinterpret.As<TConf?>(outer), configuration);
}
