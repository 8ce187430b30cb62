using Engine.Core.Modules;
using Engine.Host.Commands;
using Engine.Interop.Libc;

namespace Engine.Host.Resty;

/// <summary>
/// <c>resty</c>: runs a script with the whole API of the server, in a server of its own that has no addresses. The script has the
/// terminal; its exit code is that of resty.
/// </summary>
internal static class RestyCommand
{
    private const string Self = "/proc/self/exe";
    private const int BySignal = 128;

    private static readonly int[] Forwarded =
        [Signals.SIGHUP, Signals.SIGINT, Signals.SIGQUIT, Signals.SIGTERM, Signals.SIGUSR1, Signals.SIGUSR2, Signals.SIGWINCH];

    private const string Help = """
        resty [options] [lua-file [args]]

        Options:
            -c NUM              set maximal connection count (default: 64)
            -e PROG             run the inlined Lua code in PROG
            -I DIR              add a directory to the search path of Lua modules
            -l LIB              require library LIB first
            -j off|v|dump       switch off LuaJIT's compiler, or let it tell what it does
            --errlog-level LEVEL
                                set the level of the error log, which goes to stderr (default: warn)
            --http-conf CONF    a line of configuration for the http block
            --http-include FILE, --main-conf CONF, --main-include FILE, --stream-conf CONF
                                the same of a file, and of the main and the stream context
            --ns ADDRESS        use this name server instead of those of /etc/resolv.conf
            --resolve-ipv6      IPv6 addresses are looked up too
            --shdict 'NAME SIZE'
                                declare a shared dict
            --nginx PATH        use this executable
            --no-stream         leave the stream block out
            --dump-nginx-conf   show the configuration that would run the script
            -V, -v              show the version
            -h, --help          this help

        """;

    /// <param name="arguments">Behind <c>--resty</c>.</param>
    /// <param name="program">To start this program again with signals blocked.</param>
    public static int Run(string[] arguments, ChildProgram program, IReadOnlyList<string> environment)
    {
        var options = RestyOptions.Parse(arguments);
        if (options.Error is { } error)
        {
            Terminal.WriteError($"ERROR: {error}\n\n{Help}");
            return 1;
        }

        if (options.Has("-h") || options.Has("--help"))
        {
            Terminal.WriteOutput(Interop.SystemText.Encode(Help));
            return 0;
        }

        if (options.Has("-V") || options.Has("-v"))
        {
            Terminal.WriteOutput(Interop.SystemText.Encode($"resty of {ServerIdentity.Engine}\nnginx version: {ServerIdentity.Product}\n"));
            return 0;
        }

        var conf = RestyConf.Of(options, environment, LaunchOptions.DefaultPrefix);
        if (options.Has("--dump-nginx-conf"))
        {
            Terminal.WriteOutput(Interop.SystemText.Encode(conf));
            return 0;
        }

        return program.BlockSignals() is var failed and < 0 ? Fail("execve()", failed) : RunIn(Directory.CreateTempSubdirectory("resty_"), conf, options, environment);
    }

    private static int RunIn(DirectoryInfo folder, string conf, RestyOptions options, IReadOnlyList<string> environment)
    {
        try
        {
            folder.CreateSubdirectory("conf");
            folder.CreateSubdirectory("logs");
            File.WriteAllText(Path.Combine(folder.FullName, "conf/nginx.conf"), conf);
            File.WriteAllText(Path.Combine(folder.FullName, "console.lua"), RestyScript.ConsoleCode);
            File.WriteAllText(Path.Combine(folder.FullName, "main.lua"), RestyScript.MainCode(options));
            string[] arguments = ["resty", "-p", folder.FullName + "/", "-c", "conf/nginx.conf", "-e", "stderr"];
            var pid = Processes.Spawn(options.Last("--nginx") ?? Self, arguments, [.. environment, .. ChildProgram.Settings], ChildProgram.Blocked, newSession: false);
            return pid < 0 ? Fail("posix_spawn()", pid) : WaitFor(pid);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Signals that come meanwhile are the script's.</summary>
    private static int WaitFor(int pid)
    {
        while (true)
        {
            var signal = Signals.Wait([.. Forwarded, Signals.SIGCHLD], out _);
            if (signal != Signals.SIGCHLD)
                Processes.Kill(pid, signal);
            else if (Processes.Wait(pid, Processes.WNOHANG, out var status) == pid)
                return Processes.HasExited(status) ? Processes.ExitCodeOf(status) : BySignal + Processes.SignalOf(status);
        }
    }

    private static int Fail(string call, int errno)
    {
        Terminal.WriteError($"ERROR: {call} failed ({-errno}: {Errno.Text(-errno)})\n");
        return 1;
    }
}
