using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.HeadersMore;

/// <summary>OpenResty's headers-more module: sets and clears fields of responses and requests, any of them.</summary>
public sealed class HeadersMoreModule : HttpModule
{
    public override string Name => "headers_more";

    public override void Register(HttpModuleTable table)
    {
        var slot = HeadersMoreConf.Slot;
        table.Slot(slot);
        table.Add(Take.Custom("more_set_headers", ConfContext.HttpAnyIf, 1, int.MaxValue, slot, static (use, conf) => conf.AddOutput(HeadersMoreDirective.Read(use, clears: false, isInput: false))));
        table.Add(Take.Custom("more_clear_headers", ConfContext.HttpAnyIf, 1, int.MaxValue, slot, static (use, conf) => conf.AddOutput(HeadersMoreDirective.Read(use, clears: true, isInput: false))));
        table.Add(Take.Custom("more_set_input_headers", ConfContext.HttpAnyIf, 1, int.MaxValue, slot, static (use, conf) => conf.AddInput(HeadersMoreDirective.Read(use, clears: false, isInput: true))));
        table.Add(Take.Custom("more_clear_input_headers", ConfContext.HttpAnyIf, 1, int.MaxValue, slot, static (use, conf) => conf.AddInput(HeadersMoreDirective.Read(use, clears: true, isInput: true))));
        table.Filter("headers_more", OutputFields.Filter, static location => HeadersMoreConf.Slot.Of(location).Output.Count > 0);
        table.Handler(Phase.Rewrite, InputFields.Handle, static location => HeadersMoreConf.Slot.Of(location).Input.Count > 0);
    }
}
