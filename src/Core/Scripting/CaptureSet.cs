using Engine.Core.Buffers;

namespace Engine.Core.Scripting;

/// <summary>The captures of the last successful regular expression: <c>$1</c> to <c>$9</c>.</summary>
public sealed class CaptureSet
{
    private int[] vector = [];
    private ByteString subject;
    private int groups;

    /// <summary>Groups that the last match had, the whole match included.</summary>
    public int Count => groups;

    /// <summary>Group <paramref name="index"/> (0: the whole match); empty when it took no part.</summary>
    public ByteString this[int index]
    {
        get
        {
            if (index >= groups || vector[2 * index] < 0)
                return default;
            return subject.Slice(vector[2 * index], vector[2 * index + 1] - vector[2 * index]);
        }
    }

    /// <summary>Room for a match with that many groups.</summary>
    internal Span<int> Prepare(int groupCount)
    {
        if (vector.Length < 2 * groupCount)
            vector = new int[Math.Max(20, 2 * groupCount)];
        return vector.AsSpan(0, 2 * groupCount);
    }

    internal void Accept(ByteString matchedSubject, int groupCount)
    {
        subject = matchedSubject;
        groups = groupCount;
    }

    public void CopyFrom(CaptureSet other)
    {
        other.vector.AsSpan(0, 2 * other.groups).CopyTo(Prepare(other.groups));
        Accept(other.subject, other.groups);
    }

    public void Clear()
    {
        groups = 0;
        subject = default;
    }
}
