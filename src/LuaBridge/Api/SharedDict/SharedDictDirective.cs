using Engine.Core.Conf;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary><c>lua_shared_dict name size;</c></summary>
internal static class SharedDictDirective
{
    private const long SmallestSize = 8192;

    /// <summary>A dict that a configuration names.</summary>
    public sealed record Declaration(string Name, long Size);

    public static void Apply(DirectiveUse use, List<Declaration> dicts)
    {
        var name = use[0];
        if (name.Length == 0)
            throw use.Error($"invalid lua shared dict name \"{name}\"");
        if (ConfUnits.ParseSize(use[1]) is not { } size || size < SmallestSize)
            throw use.Error($"invalid lua shared dict size \"{use[1]}\"");
        if (dicts.Find(dict => dict.Name == name) is { } known)
        {
            throw use.Error(known.Size == size
                ? $"lua_shared_dict \"{name}\" is already defined as \"{name}\""
                : $"the size {size} of shared memory zone \"{name}\" conflicts with already declared size {known.Size}");
        }

        dicts.Add(new Declaration(name, size));
    }
}
