using System.Text;
using Engine.Core.Buffers;

namespace Engine.Http.Modules.Charset;

/// <summary>One direction of a map: how the bytes of one character set become those of another.</summary>
internal abstract class Recoding
{
    /// <summary>How many bytes one byte of input may become, and how many may follow from what was held back.</summary>
    public abstract int Growth { get; }

    /// <summary>The output is as long as the input.</summary>
    public bool KeepsLength => Growth == 1;

    /// <summary>Converts all of the input into an output that is large enough; <paramref name="state"/> keeps the beginning of a character.</summary>
    public abstract int Recode(ReadOnlySpan<byte> input, Span<byte> output, CharsetState state);
}

/// <summary>From one byte to one byte.</summary>
internal sealed class ByteRecoding : Recoding
{
    public byte[] Table { get; } = [.. Enumerable.Range(0, 256).Select(static b => b < 128 ? (byte)b : (byte)'?')];

    public override int Growth => 1;

    public override int Recode(ReadOnlySpan<byte> input, Span<byte> output, CharsetState state)
    {
        for (var i = 0; i < input.Length; i++)
            output[i] = Table[input[i]];
        return input.Length;
    }
}

/// <summary>From one byte to a character of UTF-8.</summary>
internal sealed class ToUtf8Recoding : Recoding
{
    public byte[][] Table { get; } = [.. Enumerable.Range(0, 256).Select(static b => new[] { b < 128 ? (byte)b : (byte)'?' })];

    public override int Growth => 4;

    public override int Recode(ReadOnlySpan<byte> input, Span<byte> output, CharsetState state)
    {
        var writer = new SpanWriter(output);
        foreach (var b in input)
            writer.Write(Table[b]);
        return writer.Written;
    }
}

/// <summary>From UTF-8 to one byte; a character that the other set does not have is written as "&#number;".</summary>
internal sealed class FromUtf8Recoding : Recoding
{
    /// <summary>The longest stand-in: "&#1114111;".</summary>
    private const int LongestReference = 10;

    public Dictionary<int, byte> Table { get; } = [];

    public override int Growth => LongestReference;

    public override int Recode(ReadOnlySpan<byte> input, Span<byte> output, CharsetState state)
    {
        var writer = new SpanWriter(output);
        if (state.PartialLength > 0)
            CompletePartial(ref input, ref writer, state);
        while (!input.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(input, out var rune, out var consumed);
            if (status == System.Buffers.OperationStatus.NeedMoreData)
            {
                state.Keep(input);
                break;
            }

            Write(ref writer, status == System.Buffers.OperationStatus.Done ? rune.Value : -1);
            input = input[consumed..];
        }

        return writer.Written;
    }

    /// <summary>A character that was cut in two.</summary>
    private void CompletePartial(ref ReadOnlySpan<byte> input, ref SpanWriter writer, CharsetState state)
    {
        Span<byte> joined = stackalloc byte[4];
        var kept = state.PartialLength;
        state.Partial.CopyTo(joined);
        var added = Math.Min(input.Length, joined.Length - kept);
        input[..added].CopyTo(joined[kept..]);
        joined = joined[..(kept + added)];
        var status = Rune.DecodeFromUtf8(joined, out var rune, out var consumed);
        if (status == System.Buffers.OperationStatus.NeedMoreData)
        {
            state.Keep(joined);
            input = default;
            return;
        }

        state.Keep(default);
        Write(ref writer, status == System.Buffers.OperationStatus.Done ? rune.Value : -1);
        input = input[Math.Max(0, consumed - kept)..];
    }

    private void Write(ref SpanWriter writer, int character)
    {
        if (character is >= 0 and < 128)
            writer.Write((byte)character);
        else if (Table.TryGetValue(character, out var b))
            writer.Write(b);
        else if (character < 0)
            writer.Write((byte)'?');
        else
        {
            writer.Write("&#"u8);
            writer.Write((long)character);
            writer.Write((byte)';');
        }
    }
}
