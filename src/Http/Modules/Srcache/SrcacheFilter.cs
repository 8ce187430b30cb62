using System.Runtime.CompilerServices;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Srcache;

/// <summary>Collects the responses that are to be stored, while they are sent.</summary>
internal static class SrcacheFilter
{
    public static ValueTask<HandlerResult> FilterHeader(HttpRequest request, NextHeaderFilter next)
    {
        // What answers before the access phase, and in place of it, is stored for nobody: no look-up would come behind it.
        if (!request.IsSubrequest && SrcacheState.Slot.Of(request) is { } state)
            Begin(request, state, SrcacheConf.Slot.Of(request));
        return next.Invoke(request);
    }

    public static ValueTask<HandlerResult> FilterBody(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (request.IsSubrequest || SrcacheState.Slot.Of(request) is not { IsCollecting: true } state)
            return next.Invoke(request, buffer);
        Collect(request, state, buffer);
        var sent = next.Invoke(request, buffer);
        if (!buffer.IsLast || !state.IsCollecting)
            return sent;
        if (!sent.IsCompletedSuccessfully)
            return StoreBehind(request, state, sent);
        SrcacheStore.Begin(request, state, sent.Result);
        return sent;
    }

    /// <summary>Decides, and writes the head. A response may get another head when this one can't be sent: what was begun for it is dropped.</summary>
    private static void Begin(HttpRequest request, SrcacheState state, SrcacheConf conf)
    {
        state.GiveUp();
        if (state.Fetch == SrcacheFetchStatus.Hit || !StorePolicy.Allows(request, conf, out var expire))
            return;
        state.BeginCollecting(expire);
        state.AnnouncedLength = request.Response.ContentLength;
        state.Status = request.Response.Status;
        if (!StoredHead.TryWrite(request, conf, state))
        {
            request.Log.Write(LogLevel.Warn, request, $"srcache_store skipped due to a header longer than srcache_header_buffer_size");
            state.GiveUp();
            return;
        }

        if (state.AnnouncedLength > 0 && IsTooLarge(conf, state.BodyStart + state.AnnouncedLength))
            RefuseSize(request, state, conf, state.BodyStart + state.AnnouncedLength);
    }

    private static void Collect(HttpRequest request, SrcacheState state, OutputBuffer buffer)
    {
        var conf = SrcacheConf.Slot.Of(request);
        if (!state.HasBody && !BeginBody(request, state, conf))
            return;
        var size = state.Bytes.Length + buffer.Length;
        if (IsTooLarge(conf, size))
            RefuseSize(request, state, conf, size);
        else if (!state.Bytes.TryAppend(buffer))
        {
            request.Log.Write(LogLevel.Crit, request, $"srcache_store skipped: the response is too large, or a file of it can not be read");
            state.GiveUp();
        }
    }

    /// <summary>Ranges are cut out behind the head filters, and before the first piece of the body comes here.</summary>
    private static bool BeginBody(HttpRequest request, SrcacheState state, SrcacheConf conf)
    {
        state.HasBody = true;
        if (request.Response.Status == state.Status || request.Response.Status != 206)
            return true;
        if (!conf.StoreRanges.Value)
        {
            request.Log.Write(LogLevel.Debug, request, $"srcache_store skipped: it is a range, and srcache_store_ranges is off");
            state.GiveUp();
            return false;
        }

        StoredHead.WriteForPart(request, conf, state);
        state.AnnouncedLength = request.Response.ContentLength;
        return true;
    }

    private static bool IsTooLarge(SrcacheConf conf, long size) => conf.StoreMaxSize.Value > 0 && size > conf.StoreMaxSize.Value;

    private static void RefuseSize(HttpRequest request, SrcacheState state, SrcacheConf conf, long size)
    {
        request.Log.Write(
            LogLevel.Debug, request, $"srcache_store bypassed because response exceeds the maximum size: {size} (limit is: {conf.StoreMaxSize.Value})");
        state.GiveUp();
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private static async ValueTask<HandlerResult> StoreBehind(HttpRequest request, SrcacheState state, ValueTask<HandlerResult> sent)
    {
        var result = await sent;
        SrcacheStore.Begin(request, state, result);
        return result;
    }
}
