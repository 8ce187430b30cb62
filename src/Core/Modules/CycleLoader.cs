using Engine.Core.Conf;
using Engine.Core.Log;

namespace Engine.Core.Modules;

/// <summary>Reads configurations.</summary>
public static class CycleLoader
{
    /// <summary>Reads and checks a whole configuration. Opens no file but those it reads, and binds nothing.</summary>
    /// <param name="modules">In the order in which they register and load.</param>
    /// <param name="log">Hears warnings; the new cycle's own log is not open yet.</param>
    /// <param name="previous">The cycle that this one is to replace.</param>
    /// <exception cref="ConfException">Nothing is left behind.</exception>
    public static Cycle Load(IReadOnlyList<CoreModule> modules, CycleSources sources, ErrorLog log, Cycle? previous = null) =>
        Load(new Cycle(modules, sources, sources.NewEnvironment(warning => log.Write(LogLevel.Warn, $"{warning}")), log, previous), skipsUnknown: false);

    /// <summary>Reads what the main context says of the process, and passes over everything else.</summary>
    /// <exception cref="ConfException">Nothing is left behind.</exception>
    public static Cycle LoadOutline(CycleSources sources, ErrorLog log) =>
        Load(new Cycle([new MainModule()], sources, sources.NewEnvironment(static _ => { }), log, null), skipsUnknown: true);

    /// <summary>Reads all directives of a configuration, at any depth, without applying any; the files that this took.</summary>
    /// <exception cref="ConfException">A file can't be read.</exception>
    public static ConfSnapshot ReadWords(CycleSources sources, ErrorLog log, Action<IReadOnlyList<ConfWord>> onDirective)
    {
        var environment = (sources with { KeepsFiles = true }).NewEnvironment(static _ => { });
        var scope = new MainScope(new Cycle([], sources, environment, log, null));
        var parser = new ConfParser(new DirectiveTable(), environment) { SkipsUnknown = true, OnSkipped = onDirective };
        parser.ParseText("command line", sources.ExtraDirectives, scope);
        parser.ParseFile(sources.ConfFile, scope);
        return new ConfSnapshot(environment.Files);
    }

    private static Cycle Load(Cycle cycle, bool skipsUnknown)
    {
        try
        {
            Read(cycle, skipsUnknown);
            SetLog(cycle);
            foreach (var module in cycle.Modules)
                module.OnLoaded(cycle);
            return cycle;
        }
        catch
        {
            cycle.Dispose();
            throw;
        }
    }

    private static void Read(Cycle cycle, bool skipsUnknown)
    {
        var sources = cycle.Sources;
        var table = new DirectiveTable();
        foreach (var module in cycle.Modules)
            module.Register(table);
        var scope = new MainScope(cycle);
        var parser = new ConfParser(table, cycle.Environment) { SkipsUnknown = skipsUnknown };
        if (sources.ExtraDirectives.Length > 0)
            parser.ParseText("command line", sources.ExtraDirectives, scope);
        parser.ParseFile(sources.ConfFile, scope);
    }

    /// <summary>
    /// Modules merge from the main context's log, so it stands before any of them is asked. Errors are always in a file: in the one of <c>-e</c> where the
    /// configuration names none.
    /// </summary>
    private static void SetLog(Cycle cycle)
    {
        var log = cycle.Core.ErrorLog.Or(new ErrorLog());
        if (!log.Targets.Any(static target => target.Destination is LogFile))
            log = new ErrorLog([.. log.Targets, new ErrorLogTarget(cycle.LogFiles.Use(cycle.Sources.ErrorLog), LogLevel.Error)]);
        cycle.Log = log;
    }
}
