using Engine.Core.Conf;

namespace Engine.Core.Net;

/// <summary>Collects the rules of a level (<c>allow</c>, <c>deny</c>); among those for an address, the first one counts.</summary>
public sealed class AccessRulesBuilder
{
    private readonly AddressTableBuilder<bool> networks = new();
    private bool? unix;
    private long order;

    /// <summary>Takes an <c>allow</c> or a <c>deny</c>.</summary>
    public void Read(DirectiveUse use)
    {
        var allows = use.Name == "allow";
        switch (use[0])
        {
            case "all":
                Add(AddressRange.AllIPv4, allows);
                Add(AddressRange.AllIPv6, allows);
                unix ??= allows;
                break;
            case "unix:":
                unix ??= allows;
                break;
            default:
                if (!Cidr.TryParse(use[0], out var cidr, out var hasLowBits))
                    throw use.Error($"invalid parameter \"{use[0]}\"");
                if (hasLowBits)
                    use.Warn($"low address bits of {use[0]} are meaningless");
                Add(cidr.Range, allows);
                break;
        }
    }

    public AccessRules Build() => new(networks.Build(), unix);

    private void Add(AddressRange range, bool allows) => networks.Add(range, allows, --order);
}

/// <summary>The rules of a level at run time.</summary>
public sealed class AccessRules(AddressTable<bool> networks, bool? unix)
{
    /// <summary>Null when no rule is about the address.</summary>
    public bool? Allows(SocketAddress address)
    {
        if (!address.TryGetNumber(out var number))
            return unix;
        return networks.TryFind(number, out var allows) ? allows : null;
    }
}
