namespace Engine.Core.Scripting;

/// <summary>The values of variables that a context has computed or was given, by the index of their slot.</summary>
internal sealed class VariableCache
{
    private VariableValue[] values = [];
    private State[] states = [];
    private int[] used = [];
    private int usedCount;

    [Flags]
    private enum State : byte
    {
        None = 0,
        Known = 1,

        /// <summary>Listed among the used ones: clearing touches no others.</summary>
        Used = 2,
    }

    /// <summary>Makes room for a configuration with <paramref name="count"/> variables.</summary>
    public void Prepare(int count)
    {
        if (values.Length >= count)
            return;
        values = new VariableValue[count];
        states = new State[count];
        used = new int[count];
    }

    public bool TryGet(int index, out VariableValue value)
    {
        value = values[index];
        return (states[index] & State.Known) != 0;
    }

    public void Store(int index, VariableValue value)
    {
        if ((states[index] & State.Used) == 0)
            used[usedCount++] = index;
        states[index] = State.Known | State.Used;
        values[index] = value;
    }

    public void Forget(int index) => states[index] &= ~State.Known;

    public void CopyFrom(VariableCache other)
    {
        foreach (var index in other.used.AsSpan(0, other.usedCount))
        {
            if (other.TryGet(index, out var value))
                Store(index, value);
        }
    }

    public void Clear()
    {
        foreach (var index in used.AsSpan(0, usedCount))
        {
            values[index] = default;
            states[index] = State.None;
        }

        usedCount = 0;
    }
}
