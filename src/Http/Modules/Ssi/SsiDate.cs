using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Ssi;

/// <summary><c>$date_local</c> and <c>$date_gmt</c>: the time in the format that the page asks for.</summary>
internal static class SsiDate
{
    /// <summary>The longest date, as in nginx.</summary>
    private const int MaxLength = 255;

    private static readonly ByteString SecondsFormat = ByteString.Copy("%s"u8);

    public static readonly ByteString DefaultFormat = ByteString.Copy("%A, %d-%b-%Y %H:%M:%S %Z"u8);

    public static VariableValue Value(HttpRequest request, bool isLocal)
    {
        var format = SsiState.Slot.Of(request)?.TimeFormat ?? DefaultFormat;
        var now = request.Loop.Clock.UnixSeconds;
        // By strftime %s would take the broken-down time for local.
        if (format == SecondsFormat)
            return VariableValue.Of(request.Arena.Format(now));
        Span<byte> text = stackalloc byte[MaxLength];
        var length = LocalTime.Format(now, isLocal, format.Span, text);
        return length == 0 ? VariableValue.NotFound : VariableValue.Of(request.Arena.Copy(text[..length]));
    }
}
