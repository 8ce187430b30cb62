using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Dav;

/// <summary>The Depth field (RFC 4918 section 10.2).</summary>
internal enum DavDepth
{
    Zero,
    One,
    Infinity,
    Invalid,
}

internal static class DavDepths
{
    /// <summary>What the request says, or <paramref name="missing"/> when it says nothing.</summary>
    public static DavDepth Read(HttpRequest request, DavDepth missing)
    {
        if (!request.Headers.TryGet(KnownField.Depth, out var value))
            return missing;
        if (value.Equals("infinity"u8))
            return DavDepth.Infinity;
        if (value.Equals("0"u8))
            return DavDepth.Zero;
        if (value.Equals("1"u8))
            return DavDepth.One;
        request.Log.Write(LogLevel.Error, request, $"client sent invalid \"Depth\" header: \"{value}\"");
        return DavDepth.Invalid;
    }
}
