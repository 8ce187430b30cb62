using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Modules.SetMisc;

namespace Engine.Http.Modules.FormInput;

/// <summary>The form-input module: fields of a form that was posted, as variables.</summary>
public sealed class FormInputModule : HttpModule
{
    public override string Name => "form_input";

    public override void Register(HttpModuleTable table)
    {
        Add(table, "set_form_input", isMulti: false);
        Add(table, "set_form_input_multi", isMulti: true);
    }

    private static void Add(HttpModuleTable table, string name, bool isMulti) =>
        table.Add(Take.Custom(name, ConfContext.HttpAny, 1, 2, RewriteConf.Slot, (use, conf) =>
        {
            var target = RewriteDirectives.Target(use);
            var field = use.Count > 1 ? SetArgument.Of(use, 1) : ComplexValue.Literal(use[0][1..]);
            conf.Add(new FormInputCode(target, field, isMulti), HttpScope.Of(use));
        }, note: SetMiscModule.NoteAtHttp));
}
