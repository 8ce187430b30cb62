using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Perl;

/// <summary>Where <c>$r-&gt;internal_redirect</c> leads, once the handler has returned.</summary>
internal static class PerlRedirect
{
    public static HandlerResult Follow(PerlRequest request)
    {
        var http = request.Http;
        var target = request.Redirect;
        request.Redirect = default;
        if (target.Span[0] == '@')
            return http.RedirectToNamedLocation(target);
        var path = http.Arena.Allocate(target.Length, out var bytes);
        if (RequestTarget.TryParseInternal(target.Span, bytes, out var length, out var arguments))
            return http.RedirectInternally(path.Slice(0, length), target.Slice(arguments.Start, arguments.Length));
        http.Log.Write(LogLevel.Error, http, $"unsafe URI \"{target}\" was detected");
        return 500;
    }
}
