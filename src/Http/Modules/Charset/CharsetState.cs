using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Charset;

/// <summary>The conversion of one response.</summary>
internal sealed class CharsetState : ReusedState<CharsetState>
{
    public static readonly RequestSlot<CharsetState> Slot = new();

    private readonly byte[] partial = new byte[4];

    public Recoding? Recoding { get; set; }

    /// <summary>The beginning of a character whose end has not come yet.</summary>
    public ReadOnlySpan<byte> Partial => partial.AsSpan(0, PartialLength);

    public int PartialLength { get; private set; }

    public void Keep(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(partial);
        PartialLength = bytes.Length;
    }

    protected override void Clear()
    {
        Recoding = null;
        PartialLength = 0;
    }
}
