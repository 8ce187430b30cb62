using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Echo;

/// <summary>What the variables and filters know of a request.</summary>
internal sealed class EchoState : ReusedState<EchoState>
{
    public static readonly RequestSlot<EchoState> Slot = new();

    /// <summary>How often <c>$echo_incr</c> was asked for; counted in the main request.</summary>
    public int Count { get; set; }

    /// <summary>When <c>echo_reset_timer</c> ran, on the loop clock; 0: never.</summary>
    public long TimerStartMs { get; set; }

    /// <summary>The item of <c>echo_foreach_split</c>'s round; not found outside of one.</summary>
    public ByteString? Item { get; set; }

    /// <summary>What <c>echo_before_body</c> says was sent.</summary>
    public bool HasBegun { get; set; }

    public static EchoState Of(HttpRequest request)
    {
        if (Slot.Of(request) is { } state)
            return state;
        state = Rent(request);
        Slot.Set(request, state);
        return state;
    }

    protected override void Clear()
    {
        Count = 0;
        TimerStartMs = 0;
        Item = null;
        HasBegun = false;
    }
}
