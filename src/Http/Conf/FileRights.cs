using Engine.Core.Conf;

namespace Engine.Http.Conf;

/// <summary>The rights of files that the server makes: <c>user:rw group:r all:r</c>.</summary>
internal static class FileRights
{
    public const uint OwnerReadWrite = 0x180;

    /// <summary>Directories that can be read can be searched.</summary>
    public static uint OfDirectories(uint access) => access | ((access & 0x124) >> 2);

    public static void Read(DirectiveUse use, ref Setting<uint> setting)
    {
        if (setting.IsSet)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        uint access = 0;
        var hasUser = false;
        foreach (var word in use.Arguments)
        {
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            uint rights = colon < 0 ? 0 : word[(colon + 1)..] switch { "rw" => 6u, "r" => 4u, _ => 0 };
            int? shift = colon < 0 ? null : word[..colon] switch { "user" => 6, "group" => 3, "all" => 0, _ => null };
            if (rights == 0 || shift is null)
                throw use.Error($"invalid value \"{word}\"");
            hasUser |= shift == 6;
            access |= rights << shift.Value;
        }

        setting.Set(hasUser ? access : access | OwnerReadWrite);
    }
}
