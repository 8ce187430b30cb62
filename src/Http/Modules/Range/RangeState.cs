using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Range;

/// <summary>The ranges that a request gets, and how far its body has come.</summary>
internal sealed class RangeState : ReusedState<RangeState>
{
    public static readonly RequestSlot<RangeState> Slot = new(drivesFilter: true);

    public List<ByteRange> Ranges { get; } = [];

    /// <summary>Where in the content the next piece of the body begins.</summary>
    public long Offset { get; set; }

    /// <summary>The last byte that was asked for has been sent.</summary>
    public bool IsDone { get; set; }

    public long ContentLength { get; set; }

    /// <summary>What stands before the numbers of each part: line end, boundary, Content-Type, "Content-Range: bytes ".</summary>
    public ByteString PartHead { get; set; }

    /// <summary>The boundary that ends the body.</summary>
    public ByteString Closing { get; set; }

    protected override void Clear()
    {
        Ranges.Clear();
        Offset = ContentLength = 0;
        IsDone = false;
        PartHead = Closing = default;
    }
}
