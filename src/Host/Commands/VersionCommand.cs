using Engine.Core.Conf;
using Engine.Core.Modules;

namespace Engine.Host.Commands;

/// <summary><c>-v</c>, <c>-V</c> and <c>-h</c>: on stderr, as nginx writes them.</summary>
internal static class VersionCommand
{
    public static int Run(CommandLine commandLine)
    {
        Terminal.WriteError($"{ServerIdentity.Name} version: {ServerIdentity.Product}\n");
        if (commandLine.ShowHelp)
            Terminal.WriteError(Usage());
        if (commandLine.ShowConfigure)
            Terminal.WriteError(Configuration());
        return 0;
    }

    private static string Usage() => $"""
        Usage: {ServerIdentity.Name} [-?hvVtTq] [-s signal] [-p prefix]
                     [-e filename] [-c filename] [-g directives]

        Options:
          -?,-h         : this help
          -v            : show version and exit
          -V            : show version and configure options then exit
          -t            : test configuration and exit
          -T            : test configuration, dump it and exit
          -q            : suppress non-error messages during configuration testing
          -s signal     : send signal to a master process: stop, quit, reopen, reload
          -p prefix     : set prefix path (default: {LaunchOptions.DefaultPrefix})
          -e filename   : set error log file (default: {LaunchOptions.DefaultErrorLog})
          -c filename   : set configuration file (default: {LaunchOptions.DefaultConfFile})
          -g directives : set global directives out of configuration file


        """;

    /// <summary>What <c>-V</c> shows as configure arguments.</summary>
    public static string Arguments()
    {
        var table = new DirectiveTable();
        foreach (var module in BuiltinModules.All)
            module.Register(table);
        return string.Join(' ', ConfigureArguments.Of(table).Concat(BuiltinModules.All.SelectMany(static module => module.ConfigureArguments)));
    }

    private static string Configuration()
    {
        var lines = new List<string> { $"built as {ServerIdentity.Engine}, .NET {Environment.Version}" };
        lines.AddRange(BuiltinModules.All.SelectMany(static module => module.VersionLines));
        lines.Add("configure arguments: " + Arguments());
        return string.Join('\n', lines) + "\n";
    }
}
