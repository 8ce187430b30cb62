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
    public static Cycle Load(IReadOnlyList<CoreModule> modules, CycleSources sources, ErrorLog log, Cycle? previous = null)
    {
        var environment = sources.NewEnvironment(warning => log.Write(LogLevel.Warn, $"{warning}"));
        return Load(new Cycle(modules, environment, log, previous) { IsTest = sources.IsTest }, sources, skipsUnknown: false);
    }

    /// <summary>Reads what the main context says of the process, and passes over everything else.</summary>
    /// <exception cref="ConfException">Nothing is left behind.</exception>
    public static Cycle LoadOutline(CycleSources sources, ErrorLog log) =>
        Load(new Cycle([new MainModule()], sources.NewEnvironment(static _ => { }), log, null), sources, skipsUnknown: true);

    private static Cycle Load(Cycle cycle, CycleSources sources, bool skipsUnknown)
    {
        try
        {
            Read(cycle, sources, skipsUnknown);
            SetLog(cycle, sources);
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

    private static void Read(Cycle cycle, CycleSources sources, bool skipsUnknown)
    {
        var table = new DirectiveTable();
        foreach (var module in cycle.Modules)
            module.Register(table);
        var scope = new MainScope(cycle);
        var parser = new ConfParser(table, cycle.Environment) { SkipsUnknown = skipsUnknown };
        if (sources.ExtraDirectives.Length > 0)
            parser.ParseText("command line", sources.ExtraDirectives, scope);
        parser.ParseFile(sources.ConfFile, scope);
    }

    /// <summary>Modules merge from the main context's log, so it stands before any of them is asked.</summary>
    private static void SetLog(Cycle cycle, CycleSources sources) =>
        cycle.Log = cycle.Core.ErrorLog.Or(new ErrorLog(new ErrorLogTarget(cycle.LogFiles.Use(sources.ErrorLog), LogLevel.Error)));
}
