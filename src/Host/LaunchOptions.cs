using Engine.Core.Modules;

namespace Engine.Host;

/// <summary>Where the server's files are, from the command line and the place of the executable.</summary>
internal static class LaunchOptions
{
    public const string DefaultConfFile = "conf/nginx.conf";
    public const string DefaultErrorLog = "logs/error.log";

    /// <summary>The parent of the executable's folder, so that an installed tree can be moved.</summary>
    public static string DefaultPrefix
    {
        get
        {
            var folder = Path.GetDirectoryName(Environment.ProcessPath);
            return WithSlash(Path.GetDirectoryName(folder) ?? "/");
        }
    }

    public static CycleSources SourcesOf(CommandLine commandLine)
    {
        var prefix = commandLine.Prefix is { } given ? WithSlash(Path.GetFullPath(given)) : DefaultPrefix;
        var errorLog = commandLine.ErrorLog ?? DefaultErrorLog;
        return new CycleSources
        {
            Prefix = prefix,
            ConfFile = Absolute(prefix, commandLine.ConfFile ?? DefaultConfFile),
            ErrorLog = errorLog == "stderr" ? errorLog : Absolute(prefix, errorLog),
            ExtraDirectives = commandLine.Directives,
            IsTest = commandLine.Test,
            KeepsFiles = commandLine.Dump,
            ConfigureArguments = Commands.VersionCommand.Arguments,
        };
    }

    private static string Absolute(string prefix, string path) => path.StartsWith('/') ? path : prefix + path;

    private static string WithSlash(string path) => path.EndsWith('/') ? path : path + "/";
}
