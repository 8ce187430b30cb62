using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Upstream;

/// <summary>A set of field names, asked for each field of a message.</summary>
public sealed class FieldNameSet
{
    private readonly bool[] known = new bool[KnownFields.Count];
    private readonly List<ByteString> others = [];

    public void Add(ByteString name)
    {
        var field = KnownFields.Find(name.Span);
        if (field != KnownField.None)
            known[(int)field] = true;
        else if (!ContainsOther(name.Span))
            others.Add(name);
    }

    public void Remove(ByteString name)
    {
        var field = KnownFields.Find(name.Span);
        if (field != KnownField.None)
            known[(int)field] = false;
        else
            others.RemoveAll(other => other.EqualsIgnoreCase(name.Span));
    }

    public bool Contains(in HeaderField field) => field.Known != KnownField.None ? known[(int)field.Known] : ContainsOther(field.Name.Span);

    private bool ContainsOther(ReadOnlySpan<byte> name)
    {
        foreach (var other in others)
        {
            if (other.Length == name.Length && other.EqualsIgnoreCase(name))
                return true;
        }

        return false;
    }
}
