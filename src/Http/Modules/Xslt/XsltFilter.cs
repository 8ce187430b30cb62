using System.Buffers;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Xslt;

/// <summary>Gathers the document, sends it through the stylesheets when it is complete, and sends head and output then.</summary>
internal static class XsltFilter
{
    /// <summary>A head may come again, for it has not left yet: from who sees that, or with the page of an error.</summary>
    public static ValueTask<HandlerResult> FilterHeader(HttpRequest request, NextHeaderFilter next)
    {
        if (XsltState.Slot.Of(request) is { } earlier)
            return earlier.HasFailed ? next.Invoke(request) : HandlerResult.Ok;
        if (!XsltConf.Slot.Of(request).Types.Value.Match(request.Response.ContentType))
            return next.Invoke(request);
        request.Response.AllowsRanges = false;
        if (request.IsHeaderOnly)
        {
            request.Response.ClearContentLength();
            ClearValidators(request);
            return next.Invoke(request);
        }

        var state = XsltState.Rent(request);
        state.Head = next;
        XsltState.Slot.Set(request, state);
        return HandlerResult.Ok;
    }

    public static ValueTask<HandlerResult> FilterBody(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (XsltState.Slot.Of(request) is not { Output: null, HasFailed: false } state)
            return next.Invoke(request, buffer);
        if (buffer.IsFile)
            return FileContent.Feed(request, buffer, FilterBody, next);
        state.Add(buffer.Memory.Span);
        return buffer.IsLast ? Finish(request, state, next) : HandlerResult.Ok;
    }

    private static ValueTask<HandlerResult> Finish(HttpRequest request, XsltState state, NextBodyFilter next)
    {
        var conf = XsltConf.Slot.Of(request);
        if (!XsltParameters.TryAdd(request, conf, state.Transform) || !TryRun(request, conf, state))
        {
            state.HasFailed = true;
            return new HandlerResult(500);
        }

        var length = state.Transform.Text.Length;
        state.Output = ArrayPool<byte>.Shared.Rent(length);
        state.Transform.Text.CopyTo(state.Output);
        Describe(request, state, length);
        return Send(request, state, new OutputBuffer(state.Output.AsMemory(0, length), last: true), next);
    }

    private static bool TryRun(HttpRequest request, XsltConf conf, XsltState state)
    {
        var failure = state.Transform.Run(state.Document, conf.Dtd.Value, conf.LoadsEntities.Value);
        if (failure is null)
            return true;
        foreach (var line in state.Transform.Messages.Split((byte)'\n'))
        {
            if (!state.Transform.Messages[line].IsEmpty)
                request.Log.Write(LogLevel.Error, request, $"libxml2 error: \"{state.Transform.Messages[line]}\"");
        }

        request.Log.Write(LogLevel.Error, request, $"{failure}");
        return false;
    }

    private static void Describe(HttpRequest request, XsltState state, int length)
    {
        var response = request.Response;
        ClearValidators(request);
        response.ClearContentLength();
        response.ContentLength = length;
        if (!state.Transform.MediaType.IsEmpty)
            response.ContentType = request.Arena.Copy(state.Transform.MediaType);
        response.Charset = request.Arena.Copy(state.Transform.Encoding);
    }

    private static void ClearValidators(HttpRequest request)
    {
        var response = request.Response;
        response.ClearAcceptRanges();
        if (XsltConf.Slot.Of(request).KeepLastModified.Value)
        {
            response.WeakenETag(request.Arena);
            return;
        }

        response.ClearLastModified();
        response.ClearETag();
    }

    private static async ValueTask<HandlerResult> Send(HttpRequest request, XsltState state, OutputBuffer output, NextBodyFilter next)
    {
        var head = await state.Head.Invoke(request);
        return head.Code != 0 || request.IsHeaderOnly ? head : await next.Invoke(request, output);
    }
}
