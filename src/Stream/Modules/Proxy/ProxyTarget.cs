using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Stream.Conf;
using Engine.Stream.Connections;
using Engine.Stream.Modules.Upstream;
using Engine.Upstream;

namespace Engine.Stream.Modules.Proxy;

/// <summary>Where a server passes its sessions to: <c>proxy_pass host:port</c>, an upstream's name, <c>unix:/path</c>, or what variables say.</summary>
internal sealed class ProxyTarget
{
    private UpstreamReference? reference;
    private ComplexValue? value;

    public static void Apply(DirectiveUse use, ProxyConf conf)
    {
        var scope = StreamScope.Of(use);
        scope.Server!.SetContentHandler(ProxySession.Handle, use);
        if (ComplexValue.HasVariables(use[0]))
        {
            conf.Target = new ProxyTarget { value = ComplexValue.Compile(use[0], use) };
            return;
        }

        var (host, port) = Split(use[0], out var error) ?? throw use.Error($"{error} in upstream \"{use[0]}\"");
        conf.Target = new ProxyTarget { reference = UpstreamMainConf.Slot.Open(scope).Groups.Refer(host, port, defaultPort: 0, use) };
    }

    /// <summary>The group for a session; null when the host has to be resolved, or when there is no such target, which is logged then.</summary>
    /// <param name="host">What is to be resolved, and its port; empty for nothing.</param>
    public UpstreamGroup? Find(StreamSession session, out ByteString host, out int port)
    {
        host = default;
        port = 0;
        return reference is not null ? reference.Group : OfValue(session, value!.Evaluate(session), out host, out port);
    }

    private static UpstreamGroup? OfValue(StreamSession session, ByteString text, out ByteString host, out int port)
    {
        host = default;
        port = 0;
        var groups = UpstreamMainConf.Slot.Of(session.Configuration).Groups;
        if (groups.Find(text.Span) is { } named)
            return named;
        var written = text.ToString();
        if (Split(written, out var error) is not { } split)
        {
            session.Log.Write(LogLevel.Error, session, $"{error} in upstream \"{text}\"");
            return null;
        }

        if (groups.Find(split.Host, split.Port, defaultPort: 0) is { } known)
            return known;
        if (split.Port == 0 && !IsUnix(written))
        {
            session.Log.Write(LogLevel.Error, session, $"no port in upstream \"{text}\"");
            return null;
        }

        host = ByteString.From(split.Host);
        port = split.Port;
        return ServerAddresses.OfLiteral(split.Host, split.Port) is { } address ? UpstreamGroup.OfAddresses(host, [address]) : null;
    }

    private static (string Host, int Port)? Split(string text, out string error)
    {
        error = "";
        return IsUnix(text) ? (text, 0) : ServerAddresses.Split(text, out error);
    }

    private static bool IsUnix(string text) => text.StartsWith("unix:", StringComparison.Ordinal);
}
