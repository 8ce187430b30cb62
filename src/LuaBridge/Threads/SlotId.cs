namespace Engine.LuaBridge.Threads;

/// <summary>
/// Numbers that Lua code knows objects by which are used again: a slot, and how often it was used before. Whole below 2^51, as far as
/// Lua's <c>bit</c> library goes; the count begins again after 2^29 uses of a slot.
/// </summary>
internal static class SlotId
{
    /// <summary>How many slots there may be.</summary>
    public const int Slots = 1 << SlotBits;

    private const int SlotBits = 22;

    private const long Generations = 1L << (51 - SlotBits);

    public static double Of(int slot, long generation) => (generation << SlotBits) | (uint)slot;

    public static int SlotOf(double id) => (int)((long)id & (Slots - 1));

    /// <summary>The generation that follows.</summary>
    public static long Next(long generation) => (generation + 1) % Generations;
}
