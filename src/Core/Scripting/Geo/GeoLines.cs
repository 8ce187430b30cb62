using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net;

namespace Engine.Core.Scripting.Geo;

/// <summary>What the lines of a geo block say.</summary>
public class GeoLines(DirectiveUse use)
{
    private readonly GeoNetworks networks = new(use);
    private readonly GeoRanges ranges = new(use);
    private bool hasRanges;
    private bool isBegun;
    private string? otherwise;

    public bool IsVolatile { get; private set; }

    /// <summary>The value of addresses that nothing else covers.</summary>
    public ByteString Default { get; private set; }

    public AddressTable<ByteString> BuildTable() => hasRanges ? ranges.Build() : networks.Build();

    public void Read(IReadOnlyList<ConfWord> words)
    {
        switch (words)
        {
            case [{ Text: "ranges" }]:
                if (isBegun)
                    throw use.Error("the \"ranges\" directive must be the first directive inside \"geo\" block");
                hasRanges = true;
                break;
            case [{ Text: "volatile" }]:
                IsVolatile = true;
                break;
            case var _ when TryReadOption(words):
                break;
            case [{ Text: "default" }, var value]:
                isBegun = true;
                SetDefault(value.Text);
                break;
            case [var key, var value]:
                isBegun = true;
                if (hasRanges)
                    ranges.Read(key.Text, value.Text);
                else
                    networks.Read(key.Text, value.Text);
                break;
            default:
                throw use.Error("invalid number of the geo parameters");
        }
    }

    /// <summary>A line that only some blocks know.</summary>
    protected virtual bool TryReadOption(IReadOnlyList<ConfWord> words) => false;

    protected Cidr ReadCidr(string text) => ReadCidr(text, use);

    private void SetDefault(string value)
    {
        if (otherwise is not null)
            use.Warn($"duplicate {(hasRanges ? "default geo range" : "network \"default\",")} value: \"{value}\", old value: \"{otherwise}\"");
        otherwise = value;
        Default = ByteString.From(value);
    }

    internal static Cidr ReadCidr(string text, DirectiveUse use)
    {
        if (!Cidr.TryParse(text, out var cidr, out var hasLowBits))
            throw use.Error($"invalid network \"{text}\"");
        if (hasLowBits)
            use.Warn($"low address bits of {text} are meaningless");
        return cidr;
    }
}

/// <summary>Lines with networks: the longest prefix wins.</summary>
internal sealed class GeoNetworks(DirectiveUse use)
{
    private readonly Dictionary<Cidr, string> networks = [];

    public void Read(string key, string value)
    {
        if (key != "delete")
            Add(GeoLines.ReadCidr(key, use), key, value);
        else if (!networks.Remove(GeoLines.ReadCidr(value, use)))
            use.Warn($"no network \"{value}\" to delete");
    }

    public AddressTable<ByteString> Build()
    {
        var builder = new AddressTableBuilder<ByteString>();
        foreach (var (network, value) in networks)
            builder.Add(network.Range, ByteString.From(value), network.PrefixLength);
        return builder.Build();
    }

    private void Add(Cidr network, string text, string value)
    {
        if (networks.TryGetValue(network, out var old))
            use.Warn($"duplicate network \"{text}\", value: \"{value}\", old value: \"{old}\"");
        networks[network] = value;
    }
}

/// <summary>Lines with ranges: later ones replace earlier ones where they overlap.</summary>
internal sealed class GeoRanges(DirectiveUse use)
{
    private readonly Dictionary<AddressRange, string> known = [];
    private readonly AddressTableBuilder<ByteString> builder = new();
    private long order;

    public void Read(string key, string value)
    {
        if (key != "delete")
            Add(ReadRange(key), key, value);
        else if (known.Remove(ReadRange(value)))
            builder.AddHole(ReadRange(value), ++order);
        else
            use.Warn($"no address range \"{value}\" to delete");
    }

    public AddressTable<ByteString> Build() => builder.Build();

    private void Add(AddressRange range, string text, string value)
    {
        if (known.TryGetValue(range, out var old))
            use.Warn($"duplicate range \"{text}\", value: \"{value}\", old value: \"{old}\"");
        known[range] = value;
        builder.Add(range, ByteString.From(value), ++order);
    }

    private AddressRange ReadRange(string text) =>
        AddressRange.TryParse(text, out var range) ? range : throw use.Error($"invalid range \"{text}\"");
}
