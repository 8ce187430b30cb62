namespace Engine.Http.Parsing;

/// <summary>A run of bytes by its offset into the span that was parsed.</summary>
public readonly record struct Slice(int Start, int Length)
{
    public int End => Start + Length;

    public bool IsEmpty => Length == 0;

    public static Slice Between(int start, int end) => new(start, end - start);

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);
}
