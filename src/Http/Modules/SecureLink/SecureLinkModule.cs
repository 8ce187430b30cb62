using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.SecureLink;

/// <summary>ngx_http_secure_link_module: links that can't be made up, and that expire.</summary>
public sealed class SecureLinkModule : HttpModule
{
    public override string Name => "secure_link";

    public override void Register(HttpModuleTable table)
    {
        var slot = SecureLinkConf.Slot;
        table.Slot(slot);
        table.Add(Take.One("secure_link", ConfContext.HttpAny, slot, static c => ref c.Link, "", "", static (use, text) => ComplexValue.Compile(text, use)));
        table.Add(Take.One("secure_link_md5", ConfContext.HttpAny, slot, static c => ref c.Md5, "", "", static (use, text) => ComplexValue.Compile(text, use)));
        table.Add(Take.Bytes("secure_link_secret", ConfContext.HttpAny, slot, static c => ref c.Secret));
        table.Variable("secure_link", SecureLink.Variable);
        table.Variable("secure_link_expires", SecureLink.Expires);
    }
}

public sealed class SecureLinkConf : IConf<SecureLinkConf>
{
    public static readonly LocationSlot<SecureLinkConf> Slot = new();

    public Setting<ComplexValue> Link;
    public Setting<ComplexValue> Md5;
    public Setting<ByteString> Secret;

    public void MergeFrom(SecureLinkConf? outer, HttpConfiguration configuration)
    {
        if (Secret.IsSet)
        {
            if (Link.IsSet || Md5.IsSet)
                throw new ConfException("\"secure_link_secret\" cannot be mixed with \"secure_link\" and \"secure_link_md5\"");
            return;
        }

        if (!Link.IsSet)
            Link = outer?.Link ?? default;
        if (!Md5.IsSet)
            Md5 = outer?.Md5 ?? default;
        if (!Link.IsSet && !Md5.IsSet)
            Secret = outer?.Secret ?? default;
    }
}
