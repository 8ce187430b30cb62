using Engine.Core.Log;
using Engine.Http.Modules.Ssi;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Perl;

/// <summary>The command <c>perl</c> of pages: a function whose output stands in its place.</summary>
internal static class PerlPage
{
    /// <summary>Calls the function with texts. False, and logged, when that fails.</summary>
    public static bool Run(HttpRequest http, SsiState page, ReadOnlySpan<byte> name, ReadOnlySpan<byte> texts, ReadOnlySpan<int> lengths)
    {
        if (PerlRequest.Of(http) is not { } request)
        {
            http.Log.Write(LogLevel.Error, http, $"there is no Perl in this configuration for the function \"{name}\" of a page");
            return false;
        }

        using var code = request.Worker.Find(name);
        if (code is null)
        {
            request.LogMissing(http.Arena.Copy(name), isCode: false);
            return false;
        }

        var outcome = request.Call(code, PerlUse.Page, page, texts, lengths);
        if (!outcome.HasDied)
            return true;
        request.LogFailure(http.Arena.Copy(name), outcome.Error);
        return false;
    }
}
