using Engine.Core.Conf;

namespace Engine.Core.Modules;

/// <summary>The outermost block: the whole of nginx.conf, read into one cycle.</summary>
public sealed class MainScope(Cycle cycle) : ConfScope(ConfContext.Main, null)
{
    public Cycle Cycle => cycle;

    /// <summary>The cycle that a block, however deep, belongs to.</summary>
    public static Cycle CycleOf(ConfScope scope)
    {
        while (scope.Parent is { } parent)
            scope = parent;
        return ((MainScope)scope).Cycle;
    }
}
