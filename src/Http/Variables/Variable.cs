using Engine.Core.Buffers;
using Engine.Http.Requests;

namespace Engine.Http.Variables;

/// <summary>A variable's value in one request. Not found is not the same as empty: logs write "-" for it.</summary>
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

public delegate VariableValue VariableGetter(HttpRequest request);

/// <summary>The value of a variable of a family, such as <c>$arg_name</c>.</summary>
/// <param name="suffix">What follows the prefix.</param>
public delegate VariableValue PrefixGetter(HttpRequest request, ByteString suffix);

public delegate void VariableSetter(HttpRequest request, ByteString value);

/// <summary>A variable's definition.</summary>
public sealed class Variable(string name, VariableGetter get)
{
    public string Name => name;

    public VariableGetter Get => get;

    /// <summary>What an assignment does instead of storing the value.</summary>
    public VariableSetter? Set { get; init; }

    /// <summary>Computed once per request.</summary>
    public bool IsCacheable { get; init; }

    /// <summary>May be given a value by <c>set</c> and the like, and may be defined more than once.</summary>
    public bool IsChangeable { get; init; }

    /// <summary>Left to itself when another module defines the same name: the definition that a mention alone makes.</summary>
    public bool IsWeak { get; init; }
}

/// <summary>A family of variables.</summary>
public sealed record VariablePrefix(string Prefix, PrefixGetter Get, bool IsCacheable);

/// <summary>A mention of a variable in the configuration: its place in each request's values.</summary>
public sealed class VariableSlot
{
    internal VariableSlot(string name, int index)
    {
        Name = name;
        Index = index;
    }

    public string Name { get; }

    /// <summary>May be assigned at run time.</summary>
    public bool IsSettable => Definition.IsChangeable || Definition.Set is not null;

    internal int Index { get; }

    /// <summary>Known when the whole configuration is read.</summary>
    internal Variable Definition { get; set; } = null!;
}
