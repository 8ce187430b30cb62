using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Http.Conf;
using Engine.Http.Requests;
using Engine.Interop.Libperl;

namespace Engine.Http.Modules.Perl;

/// <summary>The interpreters of a configuration: one on each worker, and one that has tried the code while the configuration was loaded.</summary>
internal sealed class PerlInterpreters(PerlMainConf conf, HttpConfiguration configuration)
{
    private const string LibraryPath = "PERL5LIB=";

    private PerlWorker?[] workers = [];

    public static bool AreAvailable => PerlInterpreter.IsBuilt;

    private bool AreUsed => conf.Sources.Count > 0 || conf.Requires.Count > 0;

    /// <exception cref="ConfException">Perl is not there, a module can't be loaded, or code does not compile.</exception>
    public void Check()
    {
        if (AreUsed)
            Make(isTrial: true).Dispose();
    }

    public void Start(Worker worker)
    {
        if (!AreUsed)
            return;
        if (workers.Length == 0)
            Interlocked.CompareExchange(ref workers, new PerlWorker?[configuration.Cycle.WorkerSlots], []);
        try
        {
            workers[worker.Slot] = Make(isTrial: false);
        }
        catch (ConfException exception)
        {
            // It was possible when the configuration was loaded. Requests are answered with 500.
            configuration.Cycle.Log.Write(LogLevel.Emerg, $"{exception.Text}");
        }
    }

    public void Release(Worker worker)
    {
        if (workers.Length == 0)
            return;
        workers[worker.Slot]?.Dispose();
        workers[worker.Slot] = null;
    }

    /// <summary>What the request's worker has of Perl; null when nothing in the configuration needs it, or it did not start.</summary>
    public static PerlWorker? Of(HttpRequest request)
    {
        var workers = PerlMainConf.Slot.Of(request.Configuration).Interpreters.workers;
        return workers.Length == 0 ? null : workers[request.Worker.Worker.Slot];
    }

    private PerlWorker Make(bool isTrial)
    {
        var worker = PerlWorker.TryOpen(Directories(), isTrial, out var error);
        if (worker is null)
        {
            var first = conf.Requires.Concat(conf.Sources).First();
            throw new ConfException($"Perl can't be loaded, which takes libengine_perl.so beside the server and the system's libperl: {error}", first.File, first.Line);
        }

        try
        {
            foreach (var module in conf.Requires)
                worker.Require(module);
            worker.Compile(conf.Sources);
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary><c>perl_modules</c>, then those that <c>env PERL5LIB=…</c> names, whether or not the process has that environment yet.</summary>
    private IEnumerable<string> Directories()
    {
        var environment = configuration.Cycle.Core.Environment.FindLast(static entry => entry.StartsWith(LibraryPath, StringComparison.Ordinal));
        return environment is null ? conf.Modules : conf.Modules.Concat(environment[LibraryPath.Length..].Split(':', StringSplitOptions.RemoveEmptyEntries));
    }
}
