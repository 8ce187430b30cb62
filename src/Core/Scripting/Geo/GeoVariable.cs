using Engine.Core.Buffers;
using Engine.Core.Net;

namespace Engine.Core.Scripting.Geo;

/// <summary>A geo variable at run time.</summary>
public class GeoVariable(VariableSlot? source, GeoLines lines)
{
    private readonly AddressTable<ByteString> table = lines.BuildTable();
    private readonly VariableValue otherwise = VariableValue.Of(lines.Default);

    public VariableValue Find(ScriptContext context)
    {
        var isAddress = source is null
            ? context.ClientAddress.TryGetNumber(out var address)
            : NumericAddress.TryParse(context.Get(source).Bytes.Span, out address);
        address = isAddress ? ClientBehind(context, address) : NumericAddress.None;
        return table.TryFind(address, out var value) ? VariableValue.Of(value) : otherwise;
    }

    /// <summary>Whom a peer speaks for.</summary>
    protected virtual NumericAddress ClientBehind(ScriptContext context, NumericAddress peer) => peer;
}
