using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Slices;

/// <summary>How far a response has been put together from slices; the main request and its subrequests share it.</summary>
internal sealed class SliceState : ReusedState<SliceState>
{
    public static readonly RequestSlot<SliceState> Slot = new();

    /// <summary>Where the next slice begins.</summary>
    public long Start { get; set; }

    /// <summary>Where the bytes that the client gets end.</summary>
    public long End { get; set; }

    /// <summary>The entity tag that every slice must have; in the main request's memory.</summary>
    public ByteString ETag { get; set; }

    /// <summary>The slice that was asked for has come.</summary>
    public bool IsActive { get; set; }

    /// <summary>"bytes=first-last" of the next slice. Whoever asks for it first begins the slicing.</summary>
    public static VariableValue Range(HttpRequest request)
    {
        var size = SliceConf.Slot.Of(request).Size.Value;
        var state = Slot.Of(request);
        if (state is null)
        {
            if (size == 0 || request.IsSubrequest || request.Response.Status != 0)
                return VariableValue.NotFound;
            state = Rent(request);
            // So near to the end of all numbers there is no content.
            state.Start = FirstByte(request) is var first && first <= long.MaxValue - size ? first / size * size : 0;
            Slot.Set(request, state);
        }

        var text = request.Arena.Allocate(64, out var bytes);
        var writer = new SpanWriter(bytes);
        writer.Write("bytes="u8);
        writer.Write(state.Start);
        writer.Write((byte)'-');
        writer.Write(state.Start + size - 1);
        return VariableValue.Of(text.Slice(0, writer.Written));
    }

    protected override void Clear()
    {
        Start = End = 0;
        ETag = default;
        IsActive = false;
    }

    /// <summary>The first byte that the request asks for, 0 when that depends on something else, or there are several.</summary>
    private static long FirstByte(HttpRequest request)
    {
        if (request.Headers.Has(KnownField.IfRange) || !request.Headers.TryGet(KnownField.Range, out var range))
            return 0;
        var text = range.Span;
        if (text.Length < 7 || !Ascii.EqualsIgnoreCase(text[..6], "bytes="u8))
            return 0;
        text = text[6..].TrimStart((byte)' ');
        if (text.Contains((byte)','))
            return 0;
        return System.Buffers.Text.Utf8Parser.TryParse(text, out long first, out _) && first > 0 ? first : 0;
    }
}
