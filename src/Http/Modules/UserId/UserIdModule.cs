using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.UserId;

/// <summary>ngx_http_userid_filter_module: cookies that tell clients apart (mod_uid's format).</summary>
public sealed class UserIdModule : HttpModule
{
    public override string Name => "userid";

    public override void Register(HttpModuleTable table)
    {
        var slot = UserIdConf.Slot;
        table.Slot(UserIdMainConf.Slot);
        table.Slot(slot);
        table.Add(Take.Enum(
            "userid",
            ConfContext.HttpAny,
            slot,
            static c => ref c.Mode,
            [("on", UserIdMode.On), ("v1", UserIdMode.V1), ("log", UserIdMode.Log), ("off", UserIdMode.Off)],
            "off"));
        table.Add(Take.Number("userid_service", ConfContext.HttpAny, slot, static c => ref c.Service, "IP address of the server"));
        table.Add(Take.Bytes("userid_name", ConfContext.HttpAny, slot, static c => ref c.Name, "uid"));
        table.Add(Take.One("userid_domain", ConfContext.HttpAny, slot, static c => ref c.Domain, "none", "", static (_, text) => UserIdDirectives.ReadAttribute("; domain=", text)));
        table.Add(Take.One("userid_path", ConfContext.HttpAny, slot, static c => ref c.Path, "/", "", static (_, text) => ByteString.From("; path=" + text)));
        table.Add(Take.One("userid_expires", ConfContext.HttpAny, slot, static c => ref c.Expires, "off", "", UserIdDirectives.ReadExpires));
        table.Add(Take.Custom("userid_flags", ConfContext.HttpAny, 1, 3, slot, UserIdDirectives.ReadFlags, "off"));
        table.Add(Take.One("userid_p3p", ConfContext.HttpAny, slot, static c => ref c.P3p, "none", "", static (_, text) => ByteString.From(text == "none" ? "" : text)));
        table.Add(Take.One("userid_mark", ConfContext.HttpAny, slot, static c => ref c.Mark, "off", "", UserIdDirectives.ReadMark));
        table.Variable("uid_got", UserId.Got);
        table.Variable("uid_set", UserId.Set);
        table.Add(new Variable<HttpRequest>("uid_reset", static _ => VariableValue.Empty) { IsCacheable = true, IsChangeable = true });
        table.Filter("userid", UserIdFilter.Send, static location => UserIdConf.Slot.Of(location).Mode.Value >= UserIdMode.V1);
    }

    public override void OnLoaded(HttpConfiguration configuration) =>
        UserIdMainConf.Slot.Of(configuration).Reset = configuration.Variables.Resolve("uid_reset");
}
