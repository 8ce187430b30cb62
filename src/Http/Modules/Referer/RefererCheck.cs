using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Referer;

/// <summary><c>$invalid_referer</c>: "1", or empty for a referrer that is let through.</summary>
internal static class RefererCheck
{
    private const int MaxHost = 256;

    private static readonly VariableValue Invalid = VariableValue.Of(ByteString.Copy("1"u8));

    public static VariableValue Variable(HttpRequest request) =>
        RefererConf.Slot.Of(request).Rules is not { } rules || IsValid(request, rules) ? VariableValue.Empty : Invalid;

    private static bool IsValid(HttpRequest request, RefererRules rules)
    {
        if (!request.Headers.TryGet(KnownField.Referer, out var referer))
            return rules.AllowsNone;
        var scheme = referer.Length >= "http://i.ru".Length ? SchemeLength(referer) : 0;
        if (scheme == 0)
            return rules.AllowsBlocked;
        var rest = referer.Slice(scheme);
        var hostEnd = rest.Span.IndexOfAny((byte)'/', (byte)':');
        if (hostEnd < 0)
            hostEnd = rest.Length;
        if (hostEnd > MaxHost)
            return false;
        var host = request.Arena.Allocate(hostEnd, out var lower);
        LowerCase.Copy(rest.Slice(0, hostEnd).Span, lower);
        if (rules.Hosts.TryFind(lower, out var path))
            return path.IsEmpty || PathOf(rest.Slice(hostEnd)).StartsWith(path.Span);
        return Matches(request, rules, host, rest);
    }

    private static bool Matches(HttpRequest request, RefererRules rules, ByteString host, ByteString rest)
    {
        foreach (var pattern in rules.ServerPatterns)
        {
            if (pattern.IsMatch(request, host))
                return true;
        }

        foreach (var pattern in rules.Patterns)
        {
            if (pattern.IsMatch(request, rest))
                return true;
        }

        return false;
    }

    private static int SchemeLength(ByteString referer)
    {
        if (referer.Slice(0, 7).EqualsIgnoreCase("http://"u8))
            return 7;
        return referer.Slice(0, 8).EqualsIgnoreCase("https://"u8) ? 8 : 0;
    }

    /// <summary>What is behind a port.</summary>
    private static ReadOnlySpan<byte> PathOf(ByteString behindHost)
    {
        var slash = behindHost.Span.IndexOf((byte)'/');
        return slash < 0 ? default : behindHost.Span[slash..];
    }
}
