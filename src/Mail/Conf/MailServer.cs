using Engine.Core.Buffers;
using Engine.Mail.Modules.Core;
using Engine.Mail.Protocols;

namespace Engine.Mail.Conf;

/// <summary>A server block of mail; <see cref="MailConfiguration.Defaults"/> is one, too: what the mail block sets for all.</summary>
public sealed class MailServer
{
    internal MailServer(string file, int line)
    {
        File = file;
        Line = line;
        Confs = new object?[MailSlotCount.Next];
    }

    internal string File { get; }

    internal int Line { get; }

    internal object?[] Confs { get; }

    internal MailCoreConf Core { get; set; } = null!;

    /// <summary>By <c>protocol</c>, or by the port of the first <c>listen</c> that is known for one.</summary>
    internal MailProtocol? Protocol { get; set; }

    internal bool HasListen { get; set; }

    /// <summary><c>server_name</c>.</summary>
    internal ByteString Name { get; set; }

    /// <summary>What the protocol says in this server's name, made once; of the protocol's own type.</summary>
    internal object Texts { get; set; } = null!;
}
