using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Host;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Tests.InProcess;

/// <summary>
/// The http server with one worker whose loop the test drives, and with a log in a file. The configuration is the http block; nothing
/// is bound. When it is disposed no request may be under way, no buffer rented and no connection open.
/// </summary>
internal sealed class InProcessServer : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("engine-test-").FullName;
    private readonly Cycle cycle;

    /// <param name="withLua">With the Lua modules, whose virtual machine costs the others some milliseconds.</param>
    public InProcessServer(string http, EventLoop loop, bool withLua = false)
    {
        Loop = loop;
        Directory.CreateDirectory(PathOf("logs"));
        var conf = PathOf("nginx.conf");
        File.WriteAllText(conf, "error_log error.log info; events {} " + http);
        var sources = new CycleSources { Prefix = folder + "/", ConfFile = conf, ErrorLog = PathOf("error.log") };
        cycle = CycleLoader.Load([new MainModule(), new EventsModule(), new HttpBlock(withLua ? AllModules : Modules, BuiltinHttpModules.Filters)], sources, new ErrorLog());
        Assert.That(cycle.LogFiles.OpenAll(out var path, out var errno), Is.True, $"{path}: {errno}");
        foreach (var directory in cycle.Directories)
            Directory.CreateDirectory(directory);
        cycle.Activate();
        cycle.ExpectWorkers(1);
        cycle.AddWorker();
        Worker = new Worker(0, loop, new ServerInformation { MasterProcessId = 1, IsSingleProcess = true, WorkerCount = 1 });
        loop.Log = cycle.Log;
        cycle.StartOn(Worker);
        Acceptor = cycle.Listening[0].Acceptor(Worker);
    }

    public EventLoop Loop { get; }

    public Worker Worker { get; }

    /// <summary>Takes connections as those of the first listening socket.</summary>
    public Core.Net.IConnectionAcceptor Acceptor { get; }

    public HttpWorker Http => Worker.State<HttpWorker>(static _ => throw new InvalidOperationException());

    public string ErrorLog => File.ReadAllText(PathOf("error.log"));

    public string PathOf(string relativePath) => Path.Combine(folder, relativePath);

    private static IReadOnlyList<HttpModule> AllModules { get; } = [.. BuiltinHttpModules.Modules, new BodyModule()];

    private static IReadOnlyList<HttpModule> Modules { get; } = [.. AllModules.Where(static module => module.Name is not ("lua" or "lua_early"))];

    /// <summary>A connection of a client that the test plays.</summary>
    /// <param name="takesFiles">It has sendfile(2).</param>
    public ScriptedClient Connect(bool takesFiles = false)
    {
        var client = new ScriptedClient((ScriptedLoop)Loop) { TakesFiles = takesFiles };
        Acceptor.OnAccepted(client);
        return client;
    }

    /// <summary>Time passes, and the server has a turn.</summary>
    public void Turn(long afterMs) => ((ScriptedLoop)Loop).Turn(afterMs);

    public void Dispose()
    {
        var left = (Http.ActiveRequests, Loop.Segments.Leased, Loop.ConnectionCount, Http.Connections.Count);
        cycle.EndOn(Worker);
        cycle.Dispose();
        Directory.Delete(folder, recursive: true);
        Assert.That(left, Is.EqualTo((0, 0, 0, 0)), "requests, buffers, connections left");
    }
}
