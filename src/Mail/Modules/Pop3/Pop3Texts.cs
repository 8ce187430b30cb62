using Engine.Core.Buffers;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Pop3;

/// <summary>What a server says that follows from its configuration.</summary>
internal sealed class Pop3Texts
{
    public Pop3Texts(Pop3Conf conf)
    {
        Methods = conf.Methods;
        var mechanisms = Methods.MechanismNames().ToList();
        Capabilities = ByteString.From($"+OK Capability list follows\r\n{Lines(conf.Capabilities.Value)}{string.Join(' ', mechanisms.Prepend("SASL"))}\r\n.\r\n");
        Mechanisms = ByteString.From($"+OK methods supported:\r\n{Lines(mechanisms)}.\r\n");
    }

    public AuthMethods Methods { get; }

    /// <summary>The answer to CAPA.</summary>
    public ByteString Capabilities { get; }

    /// <summary>The answer to AUTH alone.</summary>
    public ByteString Mechanisms { get; }

    /// <summary>The greeting has a salt.</summary>
    public bool GreetsWithSalt => (Methods & (AuthMethods.Apop | AuthMethods.CramMd5)) != 0;

    private static string Lines(IEnumerable<string> words) => string.Concat(words.Select(static word => word + "\r\n"));
}
