namespace Engine.LuaBridge.Api.Re;

/// <summary>A replacement that was read once: pieces of text, each with the group behind it. It is filled again for another one.</summary>
internal sealed class Replacement
{
    private const int NoGroup = -1;

    /// <summary>A larger text is not kept.</summary>
    private const int LargestKept = 1 << 16;

    private byte[] text = [];
    private int length = -1;
    private Piece[] pieces = new Piece[4];
    private int count;

    public ReadOnlySpan<byte> Text => text.AsSpan(0, Math.Max(0, length));

    public ReadOnlySpan<Piece> Pieces => pieces.AsSpan(0, count);

    public bool Is(ReadOnlySpan<byte> other) => length == other.Length && Text.SequenceEqual(other);

    /// <summary>Takes over a text that <see cref="Template.Check"/> has found in order.</summary>
    public void Fill(ReadOnlySpan<byte> template)
    {
        if (text.Length < template.Length || text.Length > LargestKept)
            text = new byte[template.Length];
        template.CopyTo(text);
        (length, count) = (template.Length, 0);
        var start = 0;
        for (var at = template.IndexOf((byte)'$'); at >= 0;)
        {
            var behind = at + 1 + Template.ReadReference(template[(at + 1)..], out var group);
            // Of two dollars the first is text.
            Add(start, group < 0 ? at + 1 - start : at - start, group < 0 ? NoGroup : group);
            start = behind;
            var next = template[start..].IndexOf((byte)'$');
            at = next < 0 ? next : start + next;
        }

        Add(start, template.Length - start, NoGroup);
    }

    private void Add(int start, int pieceLength, int group)
    {
        if (count == pieces.Length)
            Array.Resize(ref pieces, 2 * count);
        pieces[count++] = new Piece(start, pieceLength, group);
    }

    /// <param name="Group">The group that follows the text; below 0 when none does.</param>
    internal readonly record struct Piece(int Start, int Length, int Group);
}
