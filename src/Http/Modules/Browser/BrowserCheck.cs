using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Browser;

/// <summary>How a browser is known in a User-Agent field, and where its version stands.</summary>
/// <param name="Skip">The name does not begin before this place.</param>
/// <param name="Mark">The version begins <paramref name="MarkLength"/> bytes behind the beginning of this.</param>
internal sealed record BrowserKind(ByteString Name, int Skip, ByteString Mark, int MarkLength)
{
    private static readonly Dictionary<string, BrowserKind> Kinds = new(StringComparer.Ordinal)
    {
        ["opera"] = Of("Opera", "", "Opera") with { MarkLength = "Opera/".Length },
        ["msie"] = Of("MSIE ", "Mozilla/4.0 (compatible; ", "MSIE "),
        ["gecko"] = Of("Gecko/", "Mozilla/5.0 (", "rv:"),
        ["safari"] = Of("Safari/", "Mozilla/5.0 (", "Safari/"),
        ["konqueror"] = Of("Konqueror/", "Mozilla/5.0 (compatible; ", "Konqueror/"),
    };

    public static BrowserKind? Find(string name) => Kinds.GetValueOrDefault(name);

    private static BrowserKind Of(string name, string before, string mark) => new(ByteString.From(name), before.Length, ByteString.From(mark), mark.Length);
}

/// <summary>One <c>modern_browser</c>.</summary>
internal sealed record ModernBrowser(BrowserKind Kind, long Version);

/// <summary>Up to four numbers of two digits, as one number.</summary>
internal static class BrowserVersion
{
    private const long First = 1_000_000;

    public static long Read(ReadOnlySpan<byte> text, out int used)
    {
        long version = 0, number = 0;
        var scale = First;
        for (used = 0; used < text.Length; used++)
        {
            var c = text[used];
            if (char.IsAsciiDigit((char)c))
                number = Math.Min(number * 10 + c - '0', int.MaxValue);
            else if (c == '.')
            {
                version += number * scale;
                number = 0;
                scale /= 100;
            }
            else
                break;
        }

        return version + number * scale;
    }
}

internal static class BrowserCheck
{
    private static readonly VariableValue One = VariableValue.Of(ByteString.Copy("1"u8));

    /// <summary><c>$modern_browser</c> and <c>$ancient_browser</c>: one of the two is empty.</summary>
    public static VariableValue Variable(HttpRequest request, bool modern)
    {
        var conf = BrowserConf.Slot.Of(request);
        if (IsModern(request.Headers.ValueOf(KnownField.UserAgent), conf) != modern)
            return VariableValue.Empty;
        return VariableValue.Of(modern ? conf.ModernValue.Value : conf.AncientValue.Value);
    }

    /// <summary><c>$msie</c>: any version of it that does not claim to be another browser.</summary>
    public static VariableValue Msie(HttpRequest request)
    {
        var agent = request.Headers.ValueOf(KnownField.UserAgent).Span;
        return agent.IndexOf("MSIE "u8) >= 0 && agent.IndexOf("Opera"u8) < 0 ? One : VariableValue.Empty;
    }

    private static bool IsModern(ByteString agent, BrowserConf conf)
    {
        if (agent.IsEmpty)
            return conf.IsUnlistedModern;
        foreach (var browser in conf.Modern)
        {
            if (TryFindVersion(agent.Span, browser.Kind, out var version))
                return version >= browser.Version;
        }

        foreach (var name in conf.Ancient)
        {
            if (agent.Span.IndexOf(name.Span) >= 0)
                return false;
        }

        if (conf.IsNetscapeAncient && agent.Length > "Mozilla/1.72 "u8.Length && agent.Span.StartsWith("Mozilla/"u8) && agent[8] is > (byte)'0' and < (byte)'5')
            return false;
        return conf.IsUnlistedModern;
    }

    private static bool TryFindVersion(ReadOnlySpan<byte> agent, BrowserKind kind, out long version)
    {
        version = 0;
        if (agent.Length < kind.Skip || agent[kind.Skip..].IndexOf(kind.Name.Span) < 0)
            return false;
        var rest = agent[kind.Skip..];
        var mark = rest.IndexOf(kind.Mark.Span);
        if (mark < 0)
            return false;
        version = BrowserVersion.Read(rest[Math.Min(mark + kind.MarkLength, rest.Length)..], out _);
        return true;
    }
}
