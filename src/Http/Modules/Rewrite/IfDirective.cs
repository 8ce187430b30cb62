using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Locations;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Rewrite;

/// <summary><c>if (condition) { … }</c></summary>
internal static class IfDirective
{
    public static void Read(DirectiveUse use, RewriteConf conf)
    {
        var scope = HttpScope.Of(use);
        var words = ReadWords(use);
        var condition = IfCondition.Compile(words, use);
        var inner = new Location(LocationKind.If, scope.Location.Name, scope.Location);
        scope.Location.PseudoChildren.Add(inner);
        conf.Add(new IfCode(condition, inner), scope);
        use.ParseBlock(scope.Nest(scope.Context == ConfContext.HttpServer ? ConfContext.HttpServerIf : ConfContext.HttpLocationIf, inner));
    }

    /// <summary>The words between the parentheses.</summary>
    private static List<string> ReadWords(DirectiveUse use)
    {
        var words = use.Arguments.ToList();
        if (!words[0].StartsWith('('))
            throw use.Error($"invalid condition \"{words[0]}\"");
        words[0] = words[0][1..];
        if (!words[^1].EndsWith(')') || (words is [")"]))
            throw use.Error($"invalid condition \"{words[^1]}\"");
        words[^1] = words[^1][..^1];
        // Parentheses that stood alone; an empty string between them is an operand.
        if (words[^1].Length == 0)
            words.RemoveAt(words.Count - 1);
        if (words.Count > 0 && words[0].Length == 0)
            words.RemoveAt(0);
        return words.Count > 0 && words[0].Length > 0 ? words : throw use.Error($"invalid condition \"{use[0]}\"");
    }
}

/// <summary>An <c>if</c>: when the condition holds, the request takes the settings of the block and runs its directives.</summary>
internal sealed class IfCode(Func<HttpRequest, bool> condition, Location inner) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        if (!condition(request))
            return HandlerResult.Declined;
        // In a server block the settings last until a location is found.
        request.EnterLocation(inner);
        return RewriteHandler.Run(request, RewriteConf.Slot.Of(inner).CodesOf(inner));
    }
}

/// <summary>The condition of an <c>if</c>.</summary>
internal static class IfCondition
{
    public static Func<HttpRequest, bool> Compile(List<string> words, DirectiveUse use)
    {
        if (words[0].StartsWith('$') && words[0].Length > 1)
            return OfVariable(words, use);
        if (words[0].TrimStart('!') is ['-', 'f' or 'd' or 'e' or 'x'] && words.Count == 2)
            return FileCondition.Compile(words[0].TrimStart('!')[1], words[0].StartsWith('!'), ComplexValue.Compile(words[1], use));
        throw use.Error($"invalid condition \"{words[0]}\"");
    }

    private static Func<HttpRequest, bool> OfVariable(List<string> words, DirectiveUse use)
    {
        var slot = HttpScope.Of(use).Configuration.Variables.Resolve(words[0][1..]);
        switch (words)
        {
            case [_]:
                return request => request.Get(slot).Bytes.Span is not ([] or [(byte)'0']);
            case [_, "=" or "!=", var text]:
                var isEqual = words[1] == "=";
                var value = ComplexValue.Compile(text, use);
                return request => request.Get(slot).Bytes.Equals(value.Evaluate(request)) == isEqual;
            case [_, "~" or "~*" or "!~" or "!~*", var pattern]:
                var regex = CapturingRegex.Compile(ByteString.From(pattern), words[1].EndsWith('*'), use);
                var mustMatch = words[1][0] != '!';
                return request => RewriteRegex.IsMatch(regex, request, request.Get(slot).Bytes) == mustMatch;
            case [_, var unexpected, _]:
                throw use.Error($"unexpected \"{unexpected}\" in condition");
            default:
                throw use.Error($"invalid condition \"{words[0]}\"");
        }
    }
}
