using Engine.Core.Buffers;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Imap;

/// <summary>What a server says that follows from its configuration.</summary>
internal sealed class ImapTexts
{
    public ImapTexts(ImapConf conf)
    {
        Methods = conf.Auth.Value;
        var words = conf.Capabilities.Value.Concat(Methods.MechanismNames().Select(static name => "AUTH=" + name));
        Capabilities = ByteString.From($"* CAPABILITY {string.Join(' ', words)}\r\n");
    }

    public AuthMethods Methods { get; }

    /// <summary>The untagged answer to CAPABILITY.</summary>
    public ByteString Capabilities { get; }
}
