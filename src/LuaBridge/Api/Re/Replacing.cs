using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Text;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Re;

/// <summary>Builds the result of sub and gsub. Its memory is kept for the next one, and so are the last replacements, by their hashes.</summary>
internal sealed unsafe class Replacing
{
    private const int FirstSize = 1024;
    private const int LargestKept = 1 << 20;
    private const int KeptReplacements = 16;

    private readonly Replacement?[] replacements = new Replacement?[KeptReplacements];
    private byte[] bytes;
    private byte* start;
    private int length;

    public Replacing() => Allocate(FirstSize);

    public int Length => length;

    /// <summary>Where the text is until the next one is built.</summary>
    public byte* Start => start;

    /// <summary>The replacement of a text; null, with what is wrong in the error log, when it is none.</summary>
    public Replacement? Find(ReadOnlySpan<byte> template)
    {
        ref var place = ref replacements[HashOf(template) % KeptReplacements];
        if (place is not null && place.Is(template))
            return place;
        if (!ReApi.CheckTemplate(template))
            return null;
        place ??= new Replacement();
        place.Fill(template);
        return place;
    }

    private static uint HashOf(ReadOnlySpan<byte> template)
    {
        fixed (byte* text = template)
            return SharedDict.DictHash.Of(text, template.Length, 0);
    }

    /// <summary>How many matches were replaced, or PCRE2's negative error. There is a text only if any were.</summary>
    public int Run(Regex regex, ReadOnlySpan<byte> subject, Replacement replacement, bool global, bool isUtf)
    {
        Reset();
        var (count, copied, position) = (0, 0, 0);
        do
        {
            var result = regex.Match(subject, position, out var groups);
            if (result < 0)
                return result;
            if (result == 0)
                break;
            count++;
            var (from, to) = ((int)groups[0], (int)groups[1]);
            if (from > copied)
                Add(subject[copied..from]);
            AddExpanded(replacement, subject, groups);
            copied = Math.Max(copied, to);
            position = to == from ? Next(subject, to, isUtf) : to;
        }
        while (global && position <= subject.Length);

        if (count > 0)
            Add(subject[copied..]);
        return count;
    }

    /// <summary>Where the search goes on behind an empty match: a character further.</summary>
    public static int Next(ReadOnlySpan<byte> subject, int position, bool isUtf)
    {
        position++;
        while (isUtf && position < subject.Length && (subject[position] & 0xC0) == 0x80)
            position++;
        return position;
    }

    private void AddExpanded(Replacement replacement, ReadOnlySpan<byte> subject, ReadOnlySpan<nuint> groups)
    {
        var text = replacement.Text;
        foreach (ref readonly var piece in replacement.Pieces)
        {
            if (piece.Length > 0)
                Add(text.Slice(piece.Start, piece.Length));
            var at = 2 * piece.Group;
            if ((uint)at >= (uint)groups.Length)
                continue;
            // All ones become -1: the group is not set.
            var (from, to) = ((int)groups[at], (int)groups[at + 1]);
            if (from >= 0 && from < to)
                Add(subject[from..to]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ReadOnlySpan<byte> text)
    {
        if (bytes.Length - length < text.Length)
            Grow(text.Length);
        fixed (byte* from = &MemoryMarshal.GetReference(text))
            SmallBytes.Copy(from, start + length, text.Length);
        length += text.Length;
    }

    private void Grow(int more)
    {
        var old = bytes;
        Allocate((int)Math.Min(Math.Max(2L * old.Length, (long)length + more), Array.MaxLength));
        old.AsSpan(0, length).CopyTo(bytes);
    }

    private void Reset()
    {
        length = 0;
        if (bytes.Length > LargestKept)
            Allocate(FirstSize);
    }

    /// <summary>Lua reads the text where it is.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(bytes))]
    private void Allocate(int size)
    {
        bytes = GC.AllocateUninitializedArray<byte>(size, pinned: true);
        start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(bytes));
    }
}
