using System.Diagnostics.CodeAnalysis;
using Engine.Core.Buffers;

namespace Engine.Core.Text;

/// <summary>How adding a name went.</summary>
public enum NameAdded
{
    Ok,

    /// <summary>The name is there already.</summary>
    Conflicting,

    /// <summary>A wildcard in another place than the first or last label, or empty labels.</summary>
    Invalid,
}

/// <summary>Host names with values: exact ones, "*.suffix", ".suffix" (both), "prefix.*". Exact names come first, then the longest wildcard.</summary>
public sealed class WildcardNames<T>
{
    private readonly Dictionary<ByteString, T>.AlternateLookup<ReadOnlySpan<byte>> exact = MakeLookup();
    private readonly Dictionary<ByteString, T>.AlternateLookup<ReadOnlySpan<byte>> suffixes = MakeLookup();
    private readonly Dictionary<ByteString, T>.AlternateLookup<ReadOnlySpan<byte>> prefixes = MakeLookup();

    public bool IsEmpty => exact.Dictionary.Count + suffixes.Dictionary.Count + prefixes.Dictionary.Count == 0;

    /// <summary>Adds a name without looking for wildcards in it.</summary>
    public NameAdded AddExact(string name, T value) => Add(exact, name, value);

    public NameAdded Add(string name, T value)
    {
        if (name.Contains("..", StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal))
            return NameAdded.Invalid;
        var stars = name.AsSpan().Count('*');
        if (name.Length > 1 && name[0] == '.' && stars == 0)
        {
            return exact.Dictionary.ContainsKey(Key(name[1..])) || Add(suffixes, name[1..], value) != NameAdded.Ok
                ? NameAdded.Conflicting
                : Add(exact, name[1..], value);
        }

        if (name.Length > 2 && stars == 1 && name.StartsWith("*.", StringComparison.Ordinal))
            return Add(suffixes, name[2..], value);
        if (name.Length > 2 && stars == 1 && name.EndsWith(".*", StringComparison.Ordinal))
            return Add(prefixes, name[..^2], value);
        return stars == 0 ? Add(exact, name, value) : NameAdded.Invalid;
    }

    /// <param name="name">Lower-case.</param>
    public bool TryFind(ReadOnlySpan<byte> name, [MaybeNullWhen(false)] out T value) =>
        exact.TryGetValue(name, out value) || TryFindSuffix(name, out value) || TryFindPrefix(name, out value);

    private bool TryFindSuffix(ReadOnlySpan<byte> name, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (suffixes.Dictionary.Count == 0)
            return false;
        for (var dot = name.IndexOf((byte)'.'); dot >= 0; dot = name.IndexOf((byte)'.'))
        {
            // A "*" stands for at least one character.
            name = name[(dot + 1)..];
            if (suffixes.TryGetValue(name, out value))
                return true;
        }

        return false;
    }

    private bool TryFindPrefix(ReadOnlySpan<byte> name, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (prefixes.Dictionary.Count == 0)
            return false;
        for (var dot = name.LastIndexOf((byte)'.'); dot > 0; dot = name.LastIndexOf((byte)'.'))
        {
            name = name[..dot];
            if (prefixes.TryGetValue(name, out value))
                return true;
        }

        return false;
    }

    private static NameAdded Add(Dictionary<ByteString, T>.AlternateLookup<ReadOnlySpan<byte>> names, string name, T value) =>
        names.Dictionary.TryAdd(Key(name), value) ? NameAdded.Ok : NameAdded.Conflicting;

    private static ByteString Key(string name) => LowerCase.From(name);

    private static Dictionary<ByteString, T>.AlternateLookup<ReadOnlySpan<byte>> MakeLookup() =>
        new Dictionary<ByteString, T>(ByteStringComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
}
