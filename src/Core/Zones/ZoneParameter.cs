using Engine.Core.Conf;
using Engine.Core.Modules;

namespace Engine.Core.Zones;

/// <summary>Reads what follows <c>zone=</c>.</summary>
public static class ZoneParameter
{
    /// <summary>"name:size": declares the zone.</summary>
    public static SharedZone Declare(string text, string kind, DirectiveUse use)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || ConfUnits.ParseSize(text[(colon + 1)..]) is not { } size)
            throw use.Error($"invalid zone size \"zone={text}\"");
        if (colon == 0)
            throw use.Error($"\"{use.Name}\" must have \"zone\" parameter");
        if (size < SharedZone.MinSize)
            throw use.Error($"zone \"zone={text}\" is too small");
        return Use(text[..colon], kind, size, use);
    }

    /// <summary>"name": a zone that is declared somewhere else.</summary>
    public static SharedZone Mention(string name, string kind, DirectiveUse use) => Use(name, kind, 0, use);

    private static SharedZone Use(string name, string kind, long size, DirectiveUse use)
    {
        try
        {
            return ZoneRegistry.Of(MainScope.CycleOf(use.Scope)).Use(name, kind, size);
        }
        catch (ConfException exception)
        {
            throw use.Error(exception.Message);
        }
    }
}
