using Engine.Core.Buffers;
using Engine.Http.Parsing;

namespace Engine.Http.Requests;

/// <summary>Field lines in order, reused from request to request.</summary>
public sealed class FieldList
{
    private readonly byte[] firsts = new byte[KnownFields.Count];
    private HeaderField[] fields = new HeaderField[16];

    public int Count { get; private set; }

    /// <summary>False: no field that has a number of its own stands in more than one line.</summary>
    internal bool MayRepeat { get; private set; }

    public ReadOnlySpan<HeaderField> Span => fields.AsSpan(0, Count);

    public HeaderField this[int index] => fields[index];

    public void Add(ByteString name, ByteString value) => Add(KnownFields.Find(name.Span), name, value);

    public void Add(KnownField known, ByteString name, ByteString value)
    {
        if (Count == fields.Length)
            Array.Resize(ref fields, Count * 2);
        fields[Count++] = new HeaderField(known, name, value);
        if (known == KnownField.None)
            return;
        // Only the first 254 are found by index; the search by name finds the others.
        if (firsts[(int)known] == 0)
            firsts[(int)known] = (byte)Math.Min(Count, byte.MaxValue);
        else
            MayRepeat = true;
    }

    /// <summary>The index of the first line with that name, or -1.</summary>
    public int IndexOf(KnownField known)
    {
        var first = firsts[(int)known];
        return first < byte.MaxValue ? first - 1 : IndexFrom(known, byte.MaxValue - 1);
    }

    public int IndexOf(ReadOnlySpan<byte> name) => IndexOf(name, 0);

    /// <summary>The next line with that name from <paramref name="start"/> on, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> name, int start)
    {
        for (var i = start; i < Count; i++)
        {
            if (fields[i].Name.Length == name.Length && fields[i].Name.EqualsIgnoreCase(name))
                return i;
        }

        return -1;
    }

    public bool Has(KnownField known) => firsts[(int)known] != 0;

    /// <summary>The value of the first line with that name; empty when there is none.</summary>
    public ByteString ValueOf(KnownField known)
    {
        var index = IndexOf(known);
        return index < 0 ? default : fields[index].Value;
    }

    public bool TryGet(KnownField known, out ByteString value)
    {
        var index = IndexOf(known);
        value = index < 0 ? default : fields[index].Value;
        return index >= 0;
    }

    /// <summary>How many lines have that name.</summary>
    public int CountOf(KnownField known)
    {
        if (!MayRepeat)
            return Has(known) ? 1 : 0;
        var count = 0;
        for (var i = IndexOf(known); i >= 0 && i < Count; i++)
            count += fields[i].Known == known ? 1 : 0;
        return count;
    }

    /// <summary>Changes the value of one line.</summary>
    public void SetValue(int index, ByteString value) => fields[index] = fields[index] with { Value = value };

    /// <summary>Replaces all lines of that name by one, in the place of the first.</summary>
    public void Set(ByteString name, ByteString value)
    {
        var index = IndexOf(name.Span);
        if (index < 0)
        {
            Add(name, value);
            return;
        }

        fields[index] = new HeaderField(fields[index].Known, name, value);
        RemoveFrom(name.Span, index + 1);
    }

    /// <summary>Removes all lines of that name.</summary>
    public bool Remove(ReadOnlySpan<byte> name) => RemoveFrom(name, 0);

    /// <summary>Removes the lines that <paramref name="matches"/> is true of.</summary>
    public void RemoveAll<TState>(TState state, Func<HeaderField, TState, bool> matches)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (!matches(fields[i], state))
                fields[kept++] = fields[i];
        }

        Truncate(kept);
    }

    /// <summary>Joins the values of all lines of that name with <paramref name="separator"/>; empty when there is none.</summary>
    public ByteString Join(ReadOnlySpan<byte> name, ReadOnlySpan<byte> separator, ByteArena arena)
    {
        var first = IndexOf(name);
        if (first < 0)
            return default;
        var joined = fields[first].Value;
        for (var i = IndexOf(name, first + 1); i >= 0; i = IndexOf(name, i + 1))
            joined = arena.Concat(arena.Concat(joined.Span, separator).Span, fields[i].Value.Span);
        return joined;
    }

    public void Clear()
    {
        if (Count == 0)
            return;
        fields.AsSpan(0, Count).Clear();
        firsts.AsSpan().Clear();
        Count = 0;
        MayRepeat = false;
    }

    public void CopyFrom(FieldList other)
    {
        Clear();
        if (other.Count == 0)
            return;
        if (fields.Length < other.Count)
            fields = new HeaderField[other.fields.Length];
        other.Span.CopyTo(fields);
        other.firsts.CopyTo(firsts, 0);
        Count = other.Count;
        MayRepeat = other.MayRepeat;
    }

    private bool RemoveFrom(ReadOnlySpan<byte> name, int start)
    {
        var kept = start;
        for (var i = start; i < Count; i++)
        {
            if (!fields[i].Name.EqualsIgnoreCase(name))
                fields[kept++] = fields[i];
        }

        return Truncate(kept);
    }

    private bool Truncate(int kept)
    {
        if (kept == Count)
            return false;
        fields.AsSpan(kept, Count - kept).Clear();
        Count = kept;
        Reindex();
        return true;
    }

    private void Reindex()
    {
        firsts.AsSpan().Clear();
        for (var i = Count - 1; i >= 0; i--)
        {
            if (fields[i].Known != KnownField.None)
                firsts[(int)fields[i].Known] = (byte)Math.Min(i + 1, byte.MaxValue);
        }
    }

    private int IndexFrom(KnownField known, int start)
    {
        for (var i = start; i < Count; i++)
        {
            if (fields[i].Known == known)
                return i;
        }

        return -1;
    }
}
