using Engine.Core.Buffers;
using Engine.Http.Modules.Gzip;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.GzipStatic;

internal static class GzipStaticHandler
{
    private static readonly ByteString Gzip = ByteString.Copy("gzip"u8);

    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (!CompressedFile.MayAnswer(request))
            return HandlerResult.Declined;
        var isAlways = GzipStaticConf.Slot.Of(request).Mode.Value == GzipStatic.Always;
        var isAllowed = isAlways || GzipPolicy.Allows(request);
        var varies = !isAlways && GzipConf.Slot.Of(request).Vary.Value;
        return CompressedFile.Send(request, ".gz"u8, Gzip, isAllowed, varies);
    }
}
