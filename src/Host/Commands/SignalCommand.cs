using System.Globalization;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Interop.Libc;

namespace Engine.Host.Commands;

/// <summary><c>-s</c>: a signal to the process that the pid file names.</summary>
internal static class SignalCommand
{
    public static int Run(string name, CycleSources sources)
    {
        var log = EarlyLog.Open(sources.ErrorLog);
        log.Write(LogLevel.Notice, $"signal process started");
        try
        {
            // A configuration that the server would refuse is worth no reload. To stop it needs only the pid file's name.
            var cycle = name == "reload" ? CycleLoader.Load(BuiltinModules.All, sources, log) : CycleLoader.LoadOutline(sources, log);
            return Send(name, cycle.Core.Pid.Value, log);
        }
        catch (ConfException exception)
        {
            log.Write(LogLevel.Emerg, $"{exception.Text}");
            return 1;
        }
    }

    private static int Send(string name, string pidFile, ErrorLog log)
    {
        var errno = PidFile.Read(pidFile, out var text);
        if (errno != 0)
        {
            log.Write(LogLevel.Error, $"open() \"{pidFile}\" failed", errno);
            return 1;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid == 0)
        {
            log.Write(LogLevel.Error, $"invalid PID number \"{text}\" in \"{pidFile}\"");
            return 1;
        }

        var signal = SignalOf(name);
        var result = Processes.Kill(pid, signal);
        if (result == 0)
            return 0;
        log.Write(LogLevel.Alert, $"kill({pid}, {signal}) failed", -result);
        return 1;
    }

    private static int SignalOf(string name) => name switch
    {
        "stop" => Signals.SIGTERM,
        "quit" => Signals.SIGQUIT,
        "reopen" => Signals.SIGUSR1,
        _ => Signals.SIGHUP,
    };
}
