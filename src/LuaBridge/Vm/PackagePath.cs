namespace Engine.LuaBridge.Vm;

/// <summary>How <c>lua_package_path</c> and <c>lua_package_cpath</c> change what Lua searches.</summary>
internal static class PackagePath
{
    /// <summary><c>;;</c> stands for the path there was; <c>$prefix</c> for the server's prefix. An unset directive keeps the path there was.</summary>
    public static string Resolve(string? setting, string original, string prefix)
    {
        if (setting is null)
            return original;
        var path = setting.Replace("${prefix}", prefix, StringComparison.Ordinal).Replace("$prefix", prefix, StringComparison.Ordinal);
        return path.Replace(";;", $";{original};", StringComparison.Ordinal).Trim(';');
    }
}
