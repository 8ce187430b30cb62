using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Sub;

/// <summary>Replacing in one response.</summary>
internal sealed class SubState : ReusedState<SubState>
{
    public static readonly RequestSlot<SubState> Slot = new();

    private bool[] isSpent = [];
    private byte[] held = [];
    private int heldLength;
    private int spentCount;

    public SubPatterns Patterns { get; private set; } = null!;

    public ReadOnlySpan<bool> IsSpent => isSpent;

    /// <summary>There is nothing left to look for.</summary>
    public bool IsDone => spentCount == Patterns.Count;

    /// <summary>The end of what came so far, which may be the beginning of a match.</summary>
    public ReadOnlySpan<byte> Held => held.AsSpan(0, heldLength);

    public void Begin(SubPatterns patterns)
    {
        Patterns = patterns;
        if (isSpent.Length < patterns.Count)
            isSpent = new bool[patterns.Count];
        if (held.Length < patterns.LongestLength)
            held = new byte[patterns.LongestLength];
    }

    public void Hold(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(held);
        heldLength = bytes.Length;
    }

    /// <summary>A string is looked for once only (<c>sub_filter_once</c>).</summary>
    public void Spend(int index)
    {
        isSpent[index] = true;
        spentCount++;
    }

    protected override void Clear()
    {
        isSpent.AsSpan().Clear();
        heldLength = spentCount = 0;
    }
}
