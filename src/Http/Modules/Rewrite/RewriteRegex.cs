using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Rewrite;

/// <summary>Regular expressions of this module: other than elsewhere, one that does not match leaves no captures, as in nginx.</summary>
internal static class RewriteRegex
{
    public static bool IsMatch(CapturingRegex regex, HttpRequest request, ByteString subject)
    {
        if (regex.IsMatch(request, subject))
            return true;
        request.Captures.Clear();
        return false;
    }
}
