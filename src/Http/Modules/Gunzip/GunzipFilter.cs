using Engine.Core.Log;
using Engine.Http.Filters;
using Engine.Http.Modules.Gzip;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Zlib;

namespace Engine.Http.Modules.Gunzip;

internal static class GunzipFilter
{
    public static ValueTask<HandlerResult> FilterHeader(HttpRequest request, NextHeaderFilter next)
    {
        var response = request.Response;
        GunzipState.Slot.Set(request, null);
        if (!response.Fields.ValueOf(KnownField.ContentEncoding).EqualsIgnoreCase("gzip"u8))
            return next.Invoke(request);
        response.VariesByEncoding |= GzipConf.Slot.Of(request).Vary.Value;
        if (GzipPolicy.Allows(request))
            return next.Invoke(request);
        response.Fields.Remove("Content-Encoding"u8);
        response.ClearContentLength();
        response.ClearAcceptRanges();
        response.WeakenETag(request.Arena);
        if (!request.IsHeaderOnly)
        {
            var state = GunzipState.Rent(request);
            if (!state.TryBegin(request, GunzipConf.Slot.Of(request)))
                return OutOfMemory(request);
            GunzipState.Slot.Set(request, state);
        }

        return next.Invoke(request);
    }

    public static ValueTask<HandlerResult> FilterBody(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (GunzipState.Slot.Of(request) is not { } state)
            return next.Invoke(request, buffer);
        return buffer.IsFile ? FileContent.Feed(request, buffer, FilterBody, next) : Decompress(request, state, buffer, next);
    }

    private static ValueTask<HandlerResult> OutOfMemory(HttpRequest request)
    {
        request.Log.Write(LogLevel.Alert, request, $"inflateInit2() failed");
        return new ValueTask<HandlerResult>(HandlerResult.Error);
    }

    private static async ValueTask<HandlerResult> Decompress(HttpRequest request, GunzipState state, OutputBuffer buffer, NextBodyFilter next)
    {
        var rest = buffer.Memory;
        while (!rest.IsEmpty)
        {
            var status = Step(state, ref rest);
            if (status == ZlibStatus.Invalid)
            {
                request.Log.Write(LogLevel.Error, request, $"inflate() failed");
                return HandlerResult.Error;
            }

            if (status != ZlibStatus.OutputFull)
                continue;
            var result = await PassOn(request, state, default, next);
            if (result != HandlerResult.Ok)
                return result;
        }

        if (buffer.IsLast)
            return await Finish(request, state, buffer, next);
        return buffer.Flush ? await PassOn(request, state, buffer, next) : HandlerResult.Ok;
    }

    /// <summary>All input is in; what zlib still holds comes out, and it must have been whole.</summary>
    private static async ValueTask<HandlerResult> Finish(HttpRequest request, GunzipState state, OutputBuffer buffer, NextBodyFilter next)
    {
        while (state.IsInside)
        {
            var before = state.Pending.Length;
            var rest = default(ReadOnlyMemory<byte>);
            var status = Step(state, ref rest);
            if (status == ZlibStatus.Invalid || (status == ZlibStatus.Done && state.Pending.Length == before))
            {
                request.Log.Write(LogLevel.Error, request, $"inflate() returned -5 on response end");
                return HandlerResult.Error;
            }

            if (status != ZlibStatus.OutputFull)
                continue;
            var result = await PassOn(request, state, default, next);
            if (result != HandlerResult.Ok)
                return result;
        }

        return await PassOn(request, state, buffer, next);
    }

    private static async ValueTask<HandlerResult> PassOn(HttpRequest request, GunzipState state, OutputBuffer flags, NextBodyFilter next)
    {
        var result = await next.Invoke(request, flags.With(state.Pending));
        state.OnPassedOn();
        return result;
    }

    private static ZlibStatus Step(GunzipState state, ref ReadOnlyMemory<byte> rest)
    {
        var input = rest.Span;
        var status = state.Step(ref input);
        rest = rest[^input.Length..];
        return status;
    }
}
