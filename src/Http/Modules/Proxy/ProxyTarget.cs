using System.Globalization;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Locations;
using Engine.Http.Modules.Upstream;
using Engine.Upstream;

namespace Engine.Http.Modules.Proxy;

/// <summary>A URL as <c>proxy_pass</c> takes it apart.</summary>
/// <param name="Host">The host as it was written; of a unix-domain socket "unix:/path".</param>
/// <param name="Port">0 when there is none.</param>
/// <param name="Uri">What follows host and port, beginning with "/" or "?"; empty when there is nothing.</param>
internal readonly record struct ProxyUrl(string Host, int Port, string Uri)
{
    private const string Http = "http://";

    public const int DefaultPort = 80;

    /// <summary>$proxy_host: the host, with the port unless that is the usual one.</summary>
    public ByteString HostField => Host.StartsWith("unix:", StringComparison.Ordinal) ? Localhost : Port is 0 or DefaultPort ? ByteString.From(Host) : ByteString.From($"{Host}:{Port}");

    public ByteString PortText => Host.StartsWith("unix:", StringComparison.Ordinal) ? default : ByteString.From((Port == 0 ? DefaultPort : Port).ToString(CultureInfo.InvariantCulture));

    private static readonly ByteString Localhost = ByteString.Copy("localhost"u8);

    /// <summary>Null with nginx's words when it is no such URL.</summary>
    public static ProxyUrl? Parse(string url, out string error)
    {
        error = "invalid URL prefix";
        if (!url.StartsWith(Http, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = url[Http.Length..];
        if (rest.StartsWith("unix:", StringComparison.Ordinal))
            return ParseUnix(rest, out error);
        var end = rest.IndexOfAny(['/', '?']);
        var authority = end < 0 ? rest : rest[..end];
        if (ServerAddresses.Split(authority, out error) is not { } split)
            return null;
        return new ProxyUrl(split.Host, split.Port, end < 0 ? "" : rest[end..]);
    }

    private static ProxyUrl? ParseUnix(string rest, out string error)
    {
        error = "";
        var colon = rest.IndexOf(':', 5);
        var path = colon < 0 ? rest : rest[..colon];
        if (path.Length > 5)
            return new ProxyUrl(path, 0, colon < 0 ? "" : rest[(colon + 1)..]);
        error = "no path in the unix domain socket";
        return null;
    }
}

/// <summary>Where a location passes its requests to.</summary>
internal sealed class ProxyTarget
{
    /// <summary>The URL when it has variables; null otherwise.</summary>
    public ComplexValue? Variable { get; init; }

    public UpstreamReference? Reference { get; init; }

    /// <summary>"http://host", as written, with the URI: what <c>proxy_redirect default</c> replaces.</summary>
    public ByteString Url { get; init; }

    /// <summary>The part of the URL behind host and port.</summary>
    public ByteString Uri { get; init; }

    public ByteString HostField { get; init; }

    public ByteString PortText { get; init; }

    /// <summary>The location that <c>proxy_pass</c> stands in: its prefix is what <see cref="Uri"/> replaces.</summary>
    public ByteString LocationName { get; init; }

    public static void Apply(DirectiveUse use, ProxyConf conf)
    {
        if (conf.OwnTarget is not null)
            throw use.Error("\"proxy_pass\" directive is duplicate");
        var location = HttpScope.Of(use).Location;
        location.PassTo(ProxyHandler.Handle);
        conf.OwnTarget = ComplexValue.HasVariables(use[0]) ? OfVariable(use, location) : OfUrl(use, location);
    }

    private static ProxyTarget OfVariable(DirectiveUse use, Location location) => new()
    {
        Variable = ComplexValue.Compile(use[0], use),
        LocationName = NameOf(location),
    };

    private static ProxyTarget OfUrl(DirectiveUse use, Location location)
    {
        if (use[0].StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            throw use.Error("https protocol requires SSL support");
        if (ProxyUrl.Parse(use[0], out var error) is not { } url)
            throw use.Error(error == "invalid URL prefix" ? error : $"{error} in upstream \"{use[0]}\"");
        if (url.Uri.Length > 0 && location.Kind is LocationKind.Regex or LocationKind.Named or LocationKind.If or LocationKind.LimitExcept)
        {
            throw use.Error("\"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location, "
                + "or inside \"if\" statement, or inside \"limit_except\" block");
        }

        var groups = UpstreamMainConf.Slot.Open(HttpScope.Of(use)).Groups;
        return new ProxyTarget
        {
            Reference = groups.Refer(url.Host, url.Port, ProxyUrl.DefaultPort, use),
            Url = use.Bytes(0),
            Uri = ByteString.From(url.Uri),
            HostField = url.HostField,
            PortText = url.PortText,
            LocationName = NameOf(location),
        };
    }

    /// <summary>Of an "if" or "limit_except" the location around it counts; there is no prefix to replace in a pattern or a name.</summary>
    private static ByteString NameOf(Location location) => location.Kind is LocationKind.Named or LocationKind.Regex ? default : location.Name;
}
