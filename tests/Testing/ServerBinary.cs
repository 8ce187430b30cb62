using System.Diagnostics;

namespace Engine.Testing;

/// <summary>
/// The executable under test: ENGINE_BINARY when set (a real nginx proves a case before it is demanded of us), otherwise the newer of
/// the published out/sbin/engine and the developer's build. ENGINE_MODULES names a folder with further modules for that nginx.
/// </summary>
public sealed class ServerBinary
{
    /// <summary>Where Debian puts what its nginx package leaves out; in the order they have to be loaded.</summary>
    private static readonly string[] ExtraModules =
    [
        "/usr/lib/nginx/modules/ngx_stream_module.so",
        "/usr/lib/nginx/modules/ndk_http_module.so",
        "/usr/lib/nginx/modules/ngx_http_set_misc_module.so",
        "/usr/lib/nginx/modules/ngx_http_lua_module.so",
        "/usr/lib/nginx/modules/ngx_http_echo_module.so",
        "/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so",
        "/usr/lib/nginx/modules/ngx_http_perl_module.so",
        "/usr/lib/nginx/modules/ngx_http_xslt_filter_module.so",
        "/usr/lib/nginx/modules/ngx_mail_module.so",
    ];

    private static readonly Lazy<ServerBinary> Found = new(() => new ServerBinary(Find()));

    public ServerBinary(string path)
    {
        FilePath = Path.GetFullPath(path);
        IsNginx = Path.GetFileName(FilePath).StartsWith("nginx", StringComparison.Ordinal);
        LoadModules = IsNginx && !BuildOptions(FilePath).Contains("lua", StringComparison.Ordinal)
            ? string.Concat(ExtraModules.Where(File.Exists).Concat(FurtherModules()).Select(module => $"load_module {module}; "))
            : "";
    }

    public static ServerBinary UnderTest => Found.Value;

    public string FilePath { get; }

    /// <summary>True for a real nginx, which stands in for Engine to prove a case.</summary>
    public bool IsNginx { get; }

    /// <summary>Engine as one native executable, not the developer's build.</summary>
    public bool IsPublished => !IsNginx && !File.Exists(FilePath + ".dll");

    /// <summary>The load_module directives the binary needs before it knows Lua and OpenResty's other modules, on one line; empty for Engine.</summary>
    public string LoadModules { get; }

    private static IEnumerable<string> FurtherModules() =>
        Environment.GetEnvironmentVariable("ENGINE_MODULES") is { Length: > 0 } folder ? Directory.GetFiles(folder, "*.so").Order(StringComparer.Ordinal) : [];

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("ENGINE_BINARY") is { Length: > 0 } chosen)
            return chosen;
        string[] candidates =
        [
            SourceTree.PathOf("out", "sbin", "engine"),
            SourceTree.PathOf("src", "Host", "bin", "Debug", "net10.0", "engine"),
            SourceTree.PathOf("src", "Host", "bin", "Release", "net10.0", "engine"),
        ];
        return candidates.Where(File.Exists).OrderByDescending(LastBuilt).FirstOrDefault()
            ?? throw new FileNotFoundException("no engine to test: run ./build.sh publish, or set ENGINE_BINARY");
    }

    /// <summary>A developer's build is an unchanging apphost beside the assembly that changes.</summary>
    private static DateTime LastBuilt(string path) =>
        File.GetLastWriteTimeUtc(File.Exists(path + ".dll") ? path + ".dll" : path);

    private static string BuildOptions(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(path, "-V") { RedirectStandardError = true })!;
        var text = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return text;
    }
}
