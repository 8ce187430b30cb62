namespace Engine.Http.Parsing;

/// <summary>A parsed field line (RFC 9112, 5). All slices are offsets into the bytes that were parsed.</summary>
public struct FieldLine
{
    public Slice Name { get; internal set; }

    /// <summary>The value without the white space around it.</summary>
    public Slice Value { get; internal set; }

    /// <summary>The name has bytes that ignore_invalid_headers is about: the field is to be left out when that is on.</summary>
    public bool IsInvalidName { get; internal set; }

    /// <summary>The whole line without its end.</summary>
    public Slice Line { get; internal set; }
}
