using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Upstream;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Upstream;

namespace Engine.Http.Modules.Cgi;

/// <summary>Where a location passes its requests to: "host:port", "unix:/path", an upstream block, or a value that is one of these.</summary>
internal sealed class CgiTarget
{
    public ComplexValue? Variable { get; private init; }

    public UpstreamReference? Reference { get; private init; }

    /// <param name="scheme">What may stand before the host: "uwsgi://"; empty for nothing.</param>
    public static CgiTarget Read(DirectiveUse use, string scheme)
    {
        if (ComplexValue.HasVariables(use[0]))
            return new CgiTarget { Variable = ComplexValue.Compile(use[0], use) };
        if (Split(WithoutScheme(use[0], scheme), out var error) is not { } split)
            throw use.Error($"{error} in upstream \"{use[0]}\"");
        return new CgiTarget { Reference = UpstreamMainConf.Slot.Open(HttpScope.Of(use)).Groups.Refer(split.Host, split.Port, 0, use) };
    }

    /// <summary>Asks the upstream and sends its answer.</summary>
    public ValueTask<HandlerResult> Pass(HttpRequest request, UpstreamConf conf, UpstreamProtocol protocol, string scheme)
    {
        var upstream = UpstreamRequest.Rent(request);
        if (Variable is null)
            return upstream.Run(request, conf, protocol, Reference!.Group);
        var text = Variable.Evaluate(request);
        if (Split(WithoutScheme(text.ToString(), scheme), out var error) is not { } split)
        {
            request.Log.Write(LogLevel.Error, request, $"{error} in upstream \"{text}\"");
            return new HandlerResult(500);
        }

        if (UpstreamMainConf.Slot.Of(request.Configuration).Groups.Find(split.Host, split.Port, 0) is { } known)
            return upstream.Run(request, conf, protocol, known);
        var name = ByteString.From(split.Host);
        if (split.Port == 0 && !split.Host.StartsWith("unix:", StringComparison.Ordinal))
        {
            request.Log.Write(LogLevel.Error, request, $"no port in upstream \"{text}\"");
            return new HandlerResult(500);
        }

        return ServerAddresses.OfLiteral(split.Host, split.Port) is { } address
            ? upstream.Run(request, conf, protocol, UpstreamGroup.OfAddresses(name, [address]))
            : upstream.Run(request, conf, protocol, new UpstreamHost(name, split.Port));
    }

    private static string WithoutScheme(string text, string scheme) =>
        scheme.Length > 0 && text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? text[scheme.Length..] : text;

    private static (string Host, int Port)? Split(string text, out string error)
    {
        error = "no path in the unix domain socket";
        if (!text.StartsWith("unix:", StringComparison.Ordinal))
            return ServerAddresses.Split(text, out error);
        return text.Length > "unix:".Length ? (text, 0) : null;
    }
}
