using Engine.Http.Requests;

namespace Engine.Http.OpenFiles;

/// <summary><c>disable_symlinks</c> for one path.</summary>
/// <param name="From">How much of the path may have links in it.</param>
internal readonly record struct SymlinkPolicy(DisableSymlinks Mode, int From)
{
    public bool IsOff => Mode == DisableSymlinks.Off;

    public static SymlinkPolicy For(HttpRequest request, OpenFilesConf conf, FilePath path)
    {
        if (conf.DisableSymlinks.Value == DisableSymlinks.Off)
            return default;
        var from = conf.SymlinksFrom.Value is { } value ? value.Evaluate(request).Span : default;
        var name = path.Text.Span;
        if (from.IsEmpty || !name.StartsWith(from))
            return new SymlinkPolicy(conf.DisableSymlinks.Value, 0);
        if (from.Length == name.Length)
            return default;
        var length = name[from.Length] == '/' ? from.Length : from[^1] == '/' ? from.Length - 1 : 0;
        return new SymlinkPolicy(conf.DisableSymlinks.Value, length);
    }
}
