using Engine.Core.Buffers;
using Engine.Http.Modules.Brotli;
using Engine.Http.Modules.Gzip;
using Engine.Http.Modules.GzipStatic;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.BrotliStatic;

internal static class BrotliStaticHandler
{
    private static readonly ByteString Brotli = ByteString.Copy("br"u8);

    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (!CompressedFile.MayAnswer(request))
            return HandlerResult.Declined;
        var isAlways = BrotliStaticConf.Slot.Of(request).Mode.Value == GzipStatic.GzipStatic.Always;
        var isAllowed = isAlways || BrotliFilter.IsAccepted(request);
        var varies = !isAlways && GzipConf.Slot.Of(request).Vary.Value;
        return CompressedFile.Send(request, ".br"u8, Brotli, isAllowed, varies);
    }
}
