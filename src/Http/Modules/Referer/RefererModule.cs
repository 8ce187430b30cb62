using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Referer;

/// <summary>ngx_http_referer_module: <c>valid_referers</c> and <c>$invalid_referer</c>.</summary>
public sealed class RefererModule : HttpModule
{
    private const ConfContext Contexts = ConfContext.HttpServer | ConfContext.HttpLocation;
    private const string NoHash = "checked only: the tables grow as needed";

    public override string Name => "referer";

    public override void Register(HttpModuleTable table)
    {
        var slot = RefererConf.Slot;
        table.Slot(slot);
        table.Add(Take.Custom("valid_referers", Contexts, 1, int.MaxValue, slot, ValidReferersDirective.Apply));
        table.Add(Take.Number("referer_hash_max_size", Contexts, slot, static c => ref c.HashMaxSize, "2048", NoHash));
        table.Add(Take.Number("referer_hash_bucket_size", Contexts, slot, static c => ref c.HashBucketSize, "64", NoHash));
        table.Add(new Variable<HttpRequest>("invalid_referer", RefererCheck.Variable) { IsCacheable = true, IsChangeable = true });
    }
}
