namespace Engine.LuaBridge.Vm;

/// <summary>How <c>lua_package_path</c> and <c>lua_package_cpath</c> change what Lua searches.</summary>
internal static class PackagePath
{
    /// <summary>Where libraries are that a user has added to the server, or that come with it: beside its configuration, and beside its executable.</summary>
    public static string OfLibraries(string prefix, params ReadOnlySpan<string> patterns)
    {
        var path = new List<string>();
        foreach (var root in new HashSet<string> { Path.TrimEndingDirectorySeparator(prefix), OwnRoot() })
        {
            foreach (var pattern in patterns)
            {
                path.Add($"{root}/site/lualib{pattern}");
                path.Add($"{root}/lualib{pattern}");
            }
        }

        return string.Join(';', path);
    }

    /// <summary>The parent of the executable's folder; in a developer's build that folder.</summary>
    private static string OwnRoot()
    {
        var folder = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var parent = Path.GetDirectoryName(folder) ?? folder;
        return Directory.Exists(Path.Combine(parent, "lualib")) ? parent : folder;
    }

    /// <summary><c>;;</c> stands for the path there was; <c>$prefix</c> for the server's prefix. An unset directive keeps the path there was.</summary>
    public static string Resolve(string? setting, string original, string prefix)
    {
        if (setting is null)
            return original;
        var path = setting.Replace("${prefix}", prefix, StringComparison.Ordinal).Replace("$prefix", prefix, StringComparison.Ordinal);
        return path.Replace(";;", $";{original};", StringComparison.Ordinal).Trim(';');
    }
}
