using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Upstream;

namespace Engine.Http.Modules.UpstreamSticky;

/// <summary><c>sticky cookie …</c>, <c>sticky route …</c>, <c>sticky learn …</c></summary>
internal static class StickyDirective
{
    private const long DefaultLearnMs = 600_000;

    public static void Apply(DirectiveUse use)
    {
        var group = UpstreamScope.Of(use).Group;
        if (group.Sticky is not null)
            throw use.Error("\"sticky\" directive is duplicate");
        group.Sticky = use[0] switch
        {
            "cookie" => ReadCookie(use),
            "route" => new StickyRoute([.. use.Arguments.Skip(1).Select(text => Compile(text, use))]),
            "learn" => ReadLearn(use),
            _ => throw use.Error($"unknown parameter \"{use[0]}\""),
        };
    }

    private static StickyCookie ReadCookie(DirectiveUse use)
    {
        if (use[1].Length == 0)
            throw use.Error("empty cookie name");
        var cookie = new StickyCookie(use.Bytes(1));
        foreach (var parameter in use.Arguments.Skip(2))
        {
            var (name, value) = Split(parameter);
            switch (name)
            {
                case "expires=":
                    cookie.MaxAge = value == "max" ? StickyCookie.Forever : ConfUnits.ParseDuration(value, seconds: true) ?? throw use.Error($"invalid \"expires\" parameter \"{value}\"");
                    break;
                case "domain=":
                    cookie.Domain = Compile(value, use);
                    break;
                case "path=":
                    cookie.Path = Compile(value, use);
                    break;
                case "samesite=":
                    cookie.SameSite = ReadSameSite(value, use);
                    break;
                case "secure":
                    cookie.IsSecure = true;
                    break;
                case "httponly":
                    cookie.IsHttpOnly = true;
                    break;
                default:
                    throw use.Error($"unknown parameter \"{parameter}\"");
            }
        }

        return cookie;
    }

    private static ComplexValue ReadSameSite(string value, DirectiveUse use)
    {
        if (!ComplexValue.HasVariables(value) && value.ToLowerInvariant() is not ("strict" or "lax" or "none"))
            throw use.Error($"invalid \"samesite\" parameter \"{value}\"");
        return Compile(value, use);
    }

    private static StickyLearn ReadLearn(DirectiveUse use)
    {
        List<ComplexValue> create = [], lookup = [];
        LearnedSessions? sessions = null;
        var timeoutMs = DefaultLearnMs;
        var fromHeader = false;
        foreach (var parameter in use.Arguments.Skip(1))
        {
            var (name, value) = Split(parameter);
            switch (name)
            {
                case "create=":
                    create.Add(Compile(value, use));
                    break;
                case "lookup=":
                    lookup.Add(Compile(value, use));
                    break;
                case "zone=":
                    sessions = LearnedSessions.Declare(value, use);
                    break;
                case "timeout=":
                    timeoutMs = ConfUnits.ParseDuration(value) ?? throw use.Error($"invalid timeout value \"{value}\"");
                    break;
                case "header":
                    fromHeader = true;
                    break;
                default:
                    throw use.Error($"unknown parameter \"{parameter}\"");
            }
        }

        if (create.Count == 0 || lookup.Count == 0)
            throw use.Error($"no \"{(create.Count == 0 ? "create" : "lookup")}\" parameter specified");
        return new StickyLearn([.. create], [.. lookup], sessions ?? throw use.Error("no \"zone\" parameter specified"), timeoutMs, fromHeader);
    }

    private static ComplexValue Compile(string text, DirectiveUse use) => ComplexValue.Compile(text, use);

    /// <summary>"name=" and the value, or the whole word.</summary>
    private static (string Name, string Value) Split(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (parameter, "") : (parameter[..(equals + 1)], parameter[(equals + 1)..]);
    }
}
