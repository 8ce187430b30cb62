using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Host.Commands;
using Engine.Host.Master;
using Engine.Host.Server;
using Engine.Interop.Libc;

namespace Engine.Host;

internal static class Program
{
    private const string RestySwitch = "--resty";

    public static void Main(string[] arguments)
    {
        var code = Run(arguments);
        // Not by returning: that would wait for worker threads that Lua code without end may hold.
        Processes.ExitNow(code);
    }

    private static int Run(string[] arguments)
    {
        if (arguments is [RestySwitch, ..])
            return RunResty(arguments);
        var commandLine = CommandLine.Parse(arguments, out var error);
        if (error is not null)
        {
            Terminal.Complain(error);
            return 1;
        }

        if (commandLine.ShowVersion)
            return VersionCommand.Run(commandLine);
        var sources = LaunchOptions.SourcesOf(commandLine);
        if (commandLine.Test)
            return TestCommand.Run(commandLine, sources);
        if (commandLine.Signal is { } signal)
            return SignalCommand.Run(signal, sources);
        return Start(arguments, sources);
    }

    /// <summary>bin/resty calls the executable in this way.</summary>
    private static int RunResty(string[] arguments)
    {
        var environment = ProcessEnvironment.Read();
        ChildProgram.TakeSettings(environment);
        return Resty.RestyCommand.Run(arguments[1..], new ChildProgram(arguments, environment), environment);
    }

    private static int Start(string[] arguments, CycleSources sources)
    {
        Signals.Ignore(Signals.SIGPIPE);
        Processes.SetThreadName(ServerIdentity.ProcessName);
        var environment = ProcessEnvironment.Read();
        var role = ProcessRole.Take(environment);
        ChildProgram.TakeSettings(environment);
        if (role.Fd >= 0)
            Files.SetInherited(role.Fd, false);
        sources = sources with { Environment = environment };
        var log = EarlyLog.Open(sources.ErrorLog);
        if (role.Kind == RoleKind.Server)
            return new ServerProcess(sources, new MasterClient(role), new ProcessSettings(environment)).Run(log);
        try
        {
            var outline = CycleLoader.LoadOutline(sources, log);
            var children = new ChildProgram(arguments, environment);
            var isUpgrade = InheritedSockets.AreIn(environment);
            if (role.Kind == RoleKind.Launcher && outline.Core.Daemon.Value && !isUpgrade)
                return DaemonLauncher.Run(children);
            if (children.BlockSignals() is var error and < 0)
                throw new ConfException($"execve() failed ({-error}: {Errno.Text(-error)})");
            var inherited = InheritedSockets.Take(environment);
            sources = sources with { Environment = environment };
            var readiness = new Readiness(role.Fd, role.Kind == RoleKind.Daemon || (isUpgrade && outline.Core.Daemon.Value));
            if (!outline.Core.MasterProcess.Value)
                return new ServerProcess(sources, new SingleProcess(readiness), new ProcessSettings(environment)).Run(log);
            return new MasterProcess(sources, outline, children, readiness, inherited).Run(log);
        }
        catch (ConfException exception)
        {
            log.Write(LogLevel.Emerg, $"{exception.Text}");
            return 1;
        }
    }
}
