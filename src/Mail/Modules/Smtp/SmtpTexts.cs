using Engine.Core.Buffers;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Smtp;

/// <summary>What a server says that follows from its configuration.</summary>
internal sealed class SmtpTexts
{
    public SmtpTexts(SmtpConf conf, string serverName)
    {
        Methods = conf.Auth.Value;
        Greeting = ByteString.From($"220 {serverName} ESMTP ready\r\n");
        Helo = ByteString.From($"250 {serverName}\r\n");
        Ehlo = ByteString.From(Reply(serverName, conf));
    }

    public AuthMethods Methods { get; }

    public ByteString Greeting { get; }

    /// <summary>The answer to HELO.</summary>
    public ByteString Helo { get; }

    /// <summary>The answer to EHLO: the server's name, and what it can.</summary>
    public ByteString Ehlo { get; }

    private static string Reply(string serverName, SmtpConf conf)
    {
        List<string> lines = [serverName, .. conf.Capabilities.Value];
        var mechanisms = conf.Auth.Value.MechanismNames().ToList();
        if (mechanisms.Count > 0)
            lines.Add($"AUTH {string.Join(' ', mechanisms)}");
        return string.Concat(lines.Select((line, index) => $"250{(index < lines.Count - 1 ? '-' : ' ')}{line}\r\n"));
    }
}
