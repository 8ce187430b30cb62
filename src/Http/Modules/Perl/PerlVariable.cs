using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Perl;

/// <summary><c>perl_set $variable code</c>: a variable whose value Perl code returns.</summary>
internal static class PerlVariable
{
    public static void Define(DirectiveUse use, PerlMainConf conf)
    {
        var name = VariableTable.NameIn(use[0], use);
        var source = conf.Add(use, 1);
        var variable = new Variable<HttpRequest>(name, request => Value(request, source)) { IsCacheable = true, IsChangeable = true };
        HttpScope.Of(use).Configuration.Variables.Define(variable, use);
    }

    /// <summary>Not found when the code fails or returns nothing.</summary>
    private static VariableValue Value(HttpRequest http, PerlSource source)
    {
        if (PerlRequest.Of(http) is not { } request)
            return VariableValue.NotFound;
        if (request.Worker.CodeOf(source) is not { } code)
        {
            request.LogMissing(source.Bytes, source.IsCode);
            return VariableValue.NotFound;
        }

        var outcome = request.Call(code, PerlUse.Variable);
        if (!outcome.HasDied)
            return outcome.Value.IsText ? VariableValue.Of(http.Arena.Copy(outcome.Value.Bytes)) : VariableValue.NotFound;
        request.LogFailure(source.Bytes, outcome.Error);
        return VariableValue.NotFound;
    }
}
