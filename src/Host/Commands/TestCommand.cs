using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Host.Server;
using Engine.Interop;

namespace Engine.Host.Commands;

/// <summary><c>-t</c> and <c>-T</c>: everything a start does, up to the point where workers would begin.</summary>
internal static class TestCommand
{
    public static int Run(CommandLine commandLine, CycleSources sources)
    {
        var log = EarlyLog.Open(sources.ErrorLog);
        try
        {
            var cycle = CycleLoader.Load(BuiltinModules.All, sources, log);
            if (!commandLine.Quiet)
                Terminal.Complain($"the configuration file {sources.ConfFile} syntax is ok");
            Open(cycle, log);
            if (!commandLine.Quiet)
                Terminal.Complain($"configuration file {sources.ConfFile} test is successful");
            if (commandLine.Dump)
                Dump(cycle);
            return 0;
        }
        catch (ConfException exception)
        {
            log.Write(LogLevel.Emerg, $"{exception.Text}");
            Terminal.Complain($"configuration file {sources.ConfFile} test failed");
            return 1;
        }
    }

    private static void Open(Cycle cycle, ErrorLog log)
    {
        var workers = (int)cycle.Core.WorkerProcesses.Value;
        var sockets = new ListeningSockets(new LocalSocketBinder(isTest: true));
        CyclePreparation.OpenFilesAndSockets(cycle, sockets, workers, log);
        cycle.Activate();
        sockets.CloseAll();
    }

    private static void Dump(Cycle cycle)
    {
        foreach (var (path, content) in cycle.Environment.Files)
        {
            Terminal.WriteOutput(SystemText.Encode($"# configuration file {path}:\n"));
            Terminal.WriteOutput(content);
            Terminal.WriteOutput("\n"u8);
        }
    }
}
