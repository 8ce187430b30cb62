using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Mail.Conf;

namespace Engine.Mail.Modules.AuthHttp;

internal sealed class AuthHttpConf : IConf<AuthHttpConf>
{
    public static readonly MailSlot<AuthHttpConf> Slot = new();

    public Setting<long> TimeoutMs;

    private string? fields;

    /// <summary>The auth server; null where none is named.</summary>
    public SocketAddress? Server { get; private set; }

    /// <summary>The request line and the Host field.</summary>
    public ByteString Head { get; private set; }

    /// <summary>The fields of <c>auth_http_header</c>, as lines.</summary>
    public ByteString Fields { get; private set; }

    public ConnectOptions ConnectOptions { get; private set; } = ConnectOptions.Default;

    /// <summary>[http://]host[:port][/uri] or [http://]unix:path:[/uri]. Of several such directives the last one counts.</summary>
    public void ReadServer(DirectiveUse use)
    {
        var url = use[0].StartsWith("http://", StringComparison.Ordinal) ? use[0][7..] : use[0];
        var (place, host, uri) = url.StartsWith("unix:", StringComparison.Ordinal) ? SplitUnix(url) : Split(url);
        try
        {
            if (place.Length == 0)
                throw new FormatException("no host");
            Server = SocketAddress.Parse(place, defaultPort: 80);
        }
        catch (FormatException exception)
        {
            throw use.Error($"{exception.Message} in auth_http \"{url}\"");
        }

        Head = ByteString.From($"GET {(uri.Length == 0 ? "/" : uri)} HTTP/1.0\r\nHost: {host}\r\n");
    }

    public void AddField(DirectiveUse use) => fields += $"{use[0]}: {use[1]}\r\n";

    public void MergeFrom(AuthHttpConf? outer, MailConfiguration configuration)
    {
        if (Server is null)
            (Server, Head) = (outer?.Server, outer?.Head ?? default);
        Fields = fields is null ? outer?.Fields ?? default : ByteString.From(fields);
        TimeoutMs.MergeFrom(outer?.TimeoutMs ?? default, 60_000);
        ConnectOptions = new ConnectOptions { TimeoutMs = (int)Math.Min(TimeoutMs.Value, int.MaxValue) };
    }

    private static (string Place, string Host, string Uri) Split(string url)
    {
        var slash = url.IndexOf('/', StringComparison.Ordinal);
        var place = slash < 0 ? url : url[..slash];
        var colon = place.LastIndexOf(':');
        var host = colon < 0 || place.EndsWith(']') ? place : place[..colon];
        return (place, host, slash < 0 ? "" : url[slash..]);
    }

    private static (string Place, string Host, string Uri) SplitUnix(string url)
    {
        var colon = url.IndexOf(':', "unix:".Length);
        return colon < 0 ? (url, "localhost", "") : (url[..colon], "localhost", url[(colon + 1)..]);
    }
}
