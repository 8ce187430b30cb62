using System.Text;
using Engine.Core.Conf;

namespace Engine.Host.Resty;

/// <summary>The configuration that runs a script: no server, and a timer that starts with the worker.</summary>
internal static class RestyConf
{
    private const string DefaultConnections = "64";

    /// <param name="environment">Of the caller: all of it reaches the script.</param>
    /// <param name="prefix">Of the installed tree, for its libraries.</param>
    public static string Of(RestyOptions options, IEnumerable<string> environment, string prefix)
    {
        var text = new StringBuilder();
        text.Append("daemon off;\nmaster_process off;\nworker_processes 1;\npid logs/nginx.pid;\n");
        // The script has the rights of its caller.
        if (Interop.Libc.Processes.UserId == 0)
            text.Append("user root;\n");
        text.Append("error_log stderr ").Append(options.Last("--errlog-level") ?? "warn").Append(";\n");
        foreach (var name in environment.Select(static entry => entry.Split('=')[0]).Where(IsName).Distinct())
            text.Append("env ").Append(name).Append(";\n");
        Lines(text, options.All("--main-conf"));
        Includes(text, options.All("--main-include"));
        text.Append("events { worker_connections ").Append(options.Last("-c") ?? DefaultConnections).Append("; }\nhttp {\n");
        text.Append("access_log off;\nlua_socket_log_errors off;\nlua_regex_cache_max_entries 40960;\n");
        text.Append("lua_package_path \"").Append(PathOf(options.All("-I"), prefix)).Append(";;\";\n");
        text.Append("lua_package_cpath \"").Append(prefix).Append("site/lualib/?.so;").Append(prefix).Append("lualib/?.so;;\";\n");
        if (ResolverOf(options) is { } resolver)
            text.Append("resolver ").Append(resolver).Append(";\n");
        foreach (var dict in options.All("--shdict"))
            text.Append("lua_shared_dict ").Append(dict).Append(";\n");
        Lines(text, options.All("--http-conf"));
        Includes(text, options.All("--http-include"));
        text.Append("init_by_lua_file console.lua;\ninit_worker_by_lua_file main.lua;\n}\n");
        if (!options.Has("--no-stream") && options.Has("--stream-conf"))
        {
            text.Append("stream {\n");
            Lines(text, options.All("--stream-conf"));
            text.Append("}\n");
        }

        return text.ToString();
    }

    private static void Lines(StringBuilder text, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            text.Append(line).Append('\n');
    }

    private static void Includes(StringBuilder text, IEnumerable<string> paths)
    {
        foreach (var path in paths)
            text.Append("include ").Append(Path.GetFullPath(path)).Append(";\n");
    }

    /// <summary>A name that the configuration language takes as one word.</summary>
    private static bool IsName(string name) => name.Length > 0 && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static string PathOf(IEnumerable<string> folders, string prefix) =>
        string.Join(';', folders.Append(prefix + "site/lualib").Append(prefix + "lualib").Select(static folder => $"{folder}/?.lua;{folder}/?/init.lua"));

    /// <summary>Those of <c>--ns</c>, else of resolv.conf; null when the server has no resolver or there is nobody to ask.</summary>
    private static string? ResolverOf(RestyOptions options)
    {
        var table = new DirectiveTable();
        foreach (var module in BuiltinModules.All)
            module.Register(table);
        var servers = options.Has("--ns") ? [.. options.All("--ns")] : SystemServers();
        if (servers.Count == 0 || !table.Find("resolver").Any())
            return null;
        return string.Join(' ', servers) + (options.Has("--resolve-ipv6") ? "" : " ipv6=off");
    }

    private static List<string> SystemServers()
    {
        const string file = "/etc/resolv.conf";
        if (!File.Exists(file))
            return [];
        return [.. File.ReadLines(file)
            .Select(static line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(static words => words.Length > 1 && words[0] == "nameserver")
            .Select(static words => words[1].Contains(':', StringComparison.Ordinal) ? $"[{words[1]}]" : words[1])];
    }
}
