using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Access;

public sealed class AccessConf : IConf<AccessConf>
{
    public static readonly LocationSlot<AccessConf> Slot = new();

    private AccessRulesBuilder? own;

    /// <summary>Null when nobody has said anything.</summary>
    internal AccessRules? Rules { get; private set; }

    public static void Read(DirectiveUse use, AccessConf conf)
    {
        var allows = use.Name == "allow";
        conf.own ??= new AccessRulesBuilder();
        switch (use[0])
        {
            case "all":
                conf.own.Add(AddressRange.AllIPv4, allows);
                conf.own.Add(AddressRange.AllIPv6, allows);
                conf.own.AddUnix(allows);
                break;
            case "unix:":
                conf.own.AddUnix(allows);
                break;
            default:
                if (!Cidr.TryParse(use[0], out var cidr, out var hasLowBits))
                    throw use.Error($"invalid parameter \"{use[0]}\"");
                if (hasLowBits)
                    use.Warn($"low address bits of {use[0]} are meaningless");
                conf.own.Add(cidr.Range, allows);
                break;
        }
    }

    public void MergeFrom(AccessConf? outer, HttpConfiguration configuration) => Rules = own?.Build() ?? outer?.Rules;
}

/// <summary>Collects rules; among those for an address, the first one counts.</summary>
internal sealed class AccessRulesBuilder
{
    private readonly AddressTableBuilder<bool> networks = new();
    private bool? unix;
    private long order;

    public void Add(AddressRange range, bool allows) => networks.Add(range, allows, --order);

    public void AddUnix(bool allows) => unix ??= allows;

    public AccessRules Build() => new(networks.Build(), unix);
}

/// <summary>The rules of a level at run time.</summary>
internal sealed class AccessRules(AddressTable<bool> networks, bool? unix)
{
    /// <summary>Null when no rule is about the address.</summary>
    public bool? Allows(SocketAddress address)
    {
        if (!address.TryGetNumber(out var number))
            return unix;
        return networks.TryFind(number, out var allows) ? allows : null;
    }
}
