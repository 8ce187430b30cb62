using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.AuthRequest;

/// <summary>ngx_http_auth_request_module: a subrequest decides.</summary>
public sealed class AuthRequestModule : HttpModule
{
    public override string Name => "auth_request";

    public override void Register(HttpModuleTable table)
    {
        var slot = AuthRequestConf.Slot;
        table.Slot(slot);
        table.Add(Take.One("auth_request", ConfContext.HttpAny, slot, static c => ref c.Uri, "off", "", static (_, text) => ByteString.From(text == "off" ? "" : text)));
        table.Add(Take.Custom("auth_request_set", ConfContext.HttpAny, 2, 2, slot, ReadSet));
        table.Handler(Phase.Access, AuthRequestHandler.Handle, static location => !AuthRequestConf.Slot.Of(location).Uri.Value.IsEmpty);
    }

    private static void ReadSet(DirectiveUse use, AuthRequestConf conf)
    {
        var slot = HttpScope.Of(use).Configuration.Variables.DefineSettable(VariableTable.NameIn(use[0], use), use);
        conf.Add(new AuthRequestVariable(slot, ComplexValue.Compile(use[1], use)));
    }
}

/// <summary>One <c>auth_request_set</c>.</summary>
internal sealed record AuthRequestVariable(VariableSlot Slot, ComplexValue Value);

public sealed class AuthRequestConf : IConf<AuthRequestConf>
{
    public static readonly LocationSlot<AuthRequestConf> Slot = new();

    public Setting<ByteString> Uri;

    private List<AuthRequestVariable>? variables;

    internal IReadOnlyList<AuthRequestVariable> Variables => variables ?? [];

    internal void Add(AuthRequestVariable variable) => (variables ??= []).Add(variable);

    public void MergeFrom(AuthRequestConf? outer, HttpConfiguration configuration)
    {
        Uri.MergeFrom(outer?.Uri ?? default, default);
        variables ??= outer?.variables;
    }
}
