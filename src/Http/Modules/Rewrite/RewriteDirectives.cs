using System.Globalization;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Rewrite;

/// <summary>Reads the directives of the rewrite module.</summary>
internal static class RewriteDirectives
{
    public static void Break(DirectiveUse use, RewriteConf conf) => conf.Add(new BreakCode(), HttpScope.Of(use));

    public static void Set(DirectiveUse use, RewriteConf conf) =>
        conf.Add(new SetCode(Target(use), ComplexValue.Compile(use[1], use)), HttpScope.Of(use));

    /// <summary>The variable that the directive's first argument names, to be assigned in the rewrite phase.</summary>
    internal static VariableSlot Target(DirectiveUse use)
    {
        var name = VariableTable.NameIn(use[0], use);
        var variable = new Variable<HttpRequest>(name, request => OnUninitialized(request, name)) { IsCacheable = true, IsChangeable = true, IsWeak = true };
        return HttpScope.Of(use).Configuration.Variables.DefineSettable(variable, use);
    }

    public static void Return(DirectiveUse use, RewriteConf conf)
    {
        var text = use.Count == 2 ? ComplexValue.Compile(use[1], use) : null;
        var status = 0;
        if (int.TryParse(use[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            status = number <= 999 ? number : throw use.Error($"invalid return code \"{use[0]}\"");
        else if (use.Count == 2 || !IsUrl(use[0]))
            throw use.Error($"invalid return code \"{use[0]}\"");
        else
        {
            status = 302;
            text = ComplexValue.Compile(use[0], use);
        }

        conf.Add(new ReturnCode(status, text), HttpScope.Of(use));
    }

    public static void Rewrite(DirectiveUse use, RewriteConf conf)
    {
        var replacement = use[1];
        if (replacement.Length == 0)
            throw use.Error("empty replacement");
        var code = new RewriteCode
        {
            Pattern = CapturingRegex.Compile(ByteString.From(use[0]), ignoreCase: false, use),
            Redirect = IsUrl(replacement) ? 302 : 0,
        };
        if (use.Count == 3)
            ReadFlag(use, code);
        // A "?" at the end keeps the arguments of the request away.
        if (replacement.EndsWith('?'))
            replacement = replacement[..^1];
        else
            code.AppendsArguments = true;
        code.Replacement = Replacement.Compile(replacement, code.Redirect != 0, use);
        conf.Add(code, HttpScope.Of(use));
    }

    private static bool IsUrl(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("$scheme", StringComparison.OrdinalIgnoreCase);

    private static void ReadFlag(DirectiveUse use, RewriteCode code)
    {
        switch (use[2])
        {
            case "last":
                code.IsLast = true;
                break;
            case "break":
                code.IsBreak = true;
                break;
            case "redirect":
                code.Redirect = 302;
                break;
            case "permanent":
                code.Redirect = 301;
                break;
            default:
                throw use.Error($"invalid parameter \"{use[2]}\"");
        }
    }

    private static VariableValue OnUninitialized(HttpRequest request, string name)
    {
        if (RewriteConf.Slot.Of(request).UninitializedVariableWarn.Value)
            request.Log.Write(LogLevel.Warn, request, $"using uninitialized \"{name}\" variable");
        return VariableValue.Empty;
    }
}
