using Engine.Core.Buffers;

namespace Engine.Core.Scripting;

/// <summary>A variable's value in one context. Not found is not the same as empty: logs write "-" for it.</summary>
public readonly struct VariableValue
{
    private VariableValue(ByteString bytes)
    {
        Bytes = bytes;
        IsFound = true;
    }

    public static VariableValue NotFound => default;

    public static VariableValue Empty => new(default);

    public ByteString Bytes { get; }

    public bool IsFound { get; }

    public bool IsEmpty => Bytes.IsEmpty;

    public static VariableValue Of(ByteString bytes) => new(bytes);

    /// <summary>Empty bytes stand for a value that is not there.</summary>
    public static VariableValue OfNonEmpty(ByteString bytes) => bytes.IsEmpty ? default : new VariableValue(bytes);
}
