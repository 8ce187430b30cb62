using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.AuthBasic;

/// <summary>ngx_http_auth_basic_module: user names and passwords by RFC 7617.</summary>
public sealed class AuthBasicModule : HttpModule
{
    private const ConfContext Contexts = ConfContext.HttpAny | ConfContext.HttpLimitExcept;

    public override string Name => "auth_basic";

    public override void Register(HttpModuleTable table)
    {
        var slot = AuthBasicConf.Slot;
        table.Slot(slot);
        table.Add(Take.One("auth_basic", Contexts, slot, static c => ref c.Realm, "off", "", static (use, text) => ComplexValue.Compile(text, use)));
        table.Add(Take.One("auth_basic_user_file", Contexts, slot, static c => ref c.UserFile, "", "", ReadPath));
        table.Handler(Phase.Access, AuthBasicHandler.Handle, static location => AuthBasicConf.Slot.Of(location).IsEnabled);
    }

    private static ComplexValue ReadPath(DirectiveUse use, string text) =>
        ComplexValue.Compile(text.StartsWith('$') ? text : use.FullPath(text, confPrefix: true), use);
}

public sealed class AuthBasicConf : IConf<AuthBasicConf>
{
    public static readonly LocationSlot<AuthBasicConf> Slot = new();

    public Setting<ComplexValue> Realm;
    public Setting<ComplexValue> UserFile;

    internal bool IsEnabled => Realm.IsSet && UserFile.IsSet && Realm.Value is not { IsConstant: true, Source: "off" };

    public void MergeFrom(AuthBasicConf? outer, HttpConfiguration configuration)
    {
        if (!Realm.IsSet)
            Realm = outer?.Realm ?? default;
        if (!UserFile.IsSet)
            UserFile = outer?.UserFile ?? default;
    }
}
