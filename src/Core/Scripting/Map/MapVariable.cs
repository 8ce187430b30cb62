using Engine.Core.Buffers;
using Engine.Core.Text;

namespace Engine.Core.Scripting.Map;

/// <summary>A map at run time: exact strings, host names, then regular expressions in the order of the configuration.</summary>
internal sealed class MapVariable(ComplexValue source, MapLines lines)
{
    private const int ShortKey = 256;

    private readonly WildcardNames<ComplexValue> names = lines.Names;
    private readonly (CapturingRegex Pattern, ComplexValue Value)[] patterns = [.. lines.Patterns];
    private readonly ComplexValue? otherwise = lines.Default;
    private readonly bool hasHostnames = lines.HasHostnames;

    public VariableValue Find(ScriptContext context)
    {
        var key = source.Evaluate(context);
        // The root label of a fully qualified name counts for nothing.
        if (hasHostnames && key.Span is [.., (byte)'.'])
            key = key.Slice(0, key.Length - 1);
        var value = FindName(key.Span) ?? FindPattern(context, key) ?? otherwise;
        return value is null ? VariableValue.Empty : VariableValue.Of(value.Evaluate(context));
    }

    private ComplexValue? FindName(ReadOnlySpan<byte> key)
    {
        if (names.IsEmpty)
            return null;
        byte[]? rented = null;
        var lower = key.Length <= ShortKey ? stackalloc byte[ShortKey] : rented = System.Buffers.ArrayPool<byte>.Shared.Rent(key.Length);
        lower = lower[..key.Length];
        LowerCase.Copy(key, lower);
        names.TryFind(lower, out var value);
        if (rented is not null)
            System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        return value;
    }

    private ComplexValue? FindPattern(ScriptContext context, ByteString key)
    {
        if (key.IsEmpty)
            return null;
        foreach (var (pattern, value) in patterns)
        {
            if (pattern.IsMatch(context, key))
                return value;
        }

        return null;
    }
}
