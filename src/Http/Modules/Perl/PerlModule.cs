using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Http.Conf;
using Engine.Http.Locations;

namespace Engine.Http.Modules.Perl;

/// <summary>ngx_http_perl_module: locations and variables in Perl.</summary>
public sealed class PerlModule : HttpModule
{
    public override string Name => "perl";

    /// <summary>A server that was built without Perl refuses the directives, and says so.</summary>
    public override IEnumerable<string> ConfigureArguments => PerlInterpreters.AreAvailable ? ["--with-http_perl_module"] : [];

    public override void Register(HttpModuleTable table)
    {
        var slot = PerlMainConf.Slot;
        table.Slot(slot);
        table.Slot(PerlLocationConf.Slot);
        table.Slot(PerlRequest.Slot);
        table.Add(Take.Custom("perl_modules", ConfContext.Http, 1, 1, slot, static (use, conf) => conf.Modules.Add(use.FullPath(use[0]))));
        table.Add(Take.Custom("perl_require", ConfContext.Http, 1, 1, slot, static (use, conf) => conf.Requires.Add(PerlSource.Read(use, 0, 0))));
        table.Add(Take.Custom("perl", ConfContext.HttpLocation | ConfContext.HttpLimitExcept, 1, 1, PerlLocationConf.Slot, PerlContent.Install));
        table.Add(Take.Custom("perl_set", ConfContext.Http, 2, 2, slot, PerlVariable.Define));
    }

    public override void OnLoaded(HttpConfiguration configuration)
    {
        var conf = PerlMainConf.Slot.Of(configuration);
        conf.Interpreters = new PerlInterpreters(conf, configuration);
        conf.Interpreters.Check();
    }

    public override void OnWorkerStart(HttpConfiguration configuration, Worker worker) => PerlMainConf.Slot.Of(configuration).Interpreters.Start(worker);

    public override void OnWorkerReleased(HttpConfiguration configuration, Worker worker) => PerlMainConf.Slot.Of(configuration).Interpreters.Release(worker);
}
