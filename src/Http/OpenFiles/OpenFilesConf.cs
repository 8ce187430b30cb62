using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.OpenFiles;

public enum DisableSymlinks
{
    Off,
    On,
    IfNotOwner,
}

/// <summary>How files are looked up: <c>open_file_cache</c> and its like, <c>disable_symlinks</c>.</summary>
public sealed class OpenFilesConf : IConf<OpenFilesConf>
{
    public static readonly LocationSlot<OpenFilesConf> Slot = new();

    /// <summary>Null when files are not cached.</summary>
    public Setting<OpenFileCacheSetting?> Cache;
    public Setting<long> ValidMs;
    public Setting<long> MinUses;
    public Setting<bool> Errors;
    public Setting<bool> Events;
    public Setting<DisableSymlinks> DisableSymlinks;

    /// <summary>The beginning of a path in which links are allowed.</summary>
    public Setting<ComplexValue?> SymlinksFrom;

    public void MergeFrom(OpenFilesConf? outer, HttpConfiguration configuration)
    {
        Cache.MergeFrom(outer?.Cache ?? default, null);
        ValidMs.MergeFrom(outer?.ValidMs ?? default, 60_000);
        MinUses.MergeFrom(outer?.MinUses ?? default, 1);
        Errors.MergeFrom(outer?.Errors ?? default, false);
        Events.MergeFrom(outer?.Events ?? default, false);
        if (!DisableSymlinks.IsSet)
            SymlinksFrom = outer?.SymlinksFrom ?? default;
        DisableSymlinks.MergeFrom(outer?.DisableSymlinks ?? default, OpenFiles.DisableSymlinks.Off);
    }
}
