using Engine.Core.Net;
using Engine.Core.Log;
using Engine.Http.Filters;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Ssi;

internal static class SsiFilter
{
    public static ValueTask<HandlerResult> FilterHeader(HttpRequest request, NextHeaderFilter next)
    {
        var conf = SsiConf.Slot.Of(request);
        var response = request.Response;
        SsiState.Slot.Set(request, null);
        if (response.ContentLength == 0 || !conf.Types.Value.Match(response.ContentType))
            return next.Invoke(request);
        var state = SsiState.Rent(request);
        state.Begin(request, conf);
        SsiState.Slot.Set(request, state);
        if (request.IsSubrequest)
            return next.Invoke(request);
        response.ClearContentLength();
        response.ClearAcceptRanges();
        if (conf.KeepLastModified.Value)
            response.WeakenETag(request.Arena);
        else
        {
            response.ClearLastModified();
            response.ClearETag();
        }

        return next.Invoke(request);
    }

    public static ValueTask<HandlerResult> FilterBody(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (request.IsHeaderOnly || SsiState.Slot.Of(request) is not { } state)
            return next.Invoke(request, buffer);
        return buffer.IsFile ? Feed(request, state, buffer, next) : Process(request, state, buffer, next);
    }

    /// <summary>The bytes of a file, piece by piece; the filter knows where in the file each is.</summary>
    private static async ValueTask<HandlerResult> Feed(HttpRequest request, SsiState state, OutputBuffer buffer, NextBodyFilter next)
    {
        // What is compressed needs the bytes anyway.
        var isSentFromFile = request.Location.Core.Sendfile.Value && !request.Main.Response.Fields.Has(KnownField.ContentEncoding);
        state.File = isSentFromFile ? buffer.File.File : null;
        state.FileOffset = buffer.File.Offset;
        var result = await FileContent.Feed(request, buffer, FilterPiece, next);
        state.File = null;
        return result;
    }

    private static async ValueTask<HandlerResult> FilterPiece(HttpRequest request, OutputBuffer piece, NextBodyFilter next)
    {
        var state = SsiState.Slot.Of(request)!;
        var result = await Process(request, state, piece, next);
        state.FileOffset += piece.Length;
        return result;
    }

    private static async ValueTask<HandlerResult> Process(HttpRequest request, SsiState state, OutputBuffer buffer, NextBodyFilter next)
    {
        var result = HandlerResult.Ok;
        for (var position = 0; result == HandlerResult.Ok;)
        {
            var isComplete = ReadOn(request, state, buffer.Memory, ref position);
            result = state.Output.Count == 0 ? HandlerResult.Ok : await SsiOutput.Send(request, state, next);
            if (isComplete)
                break;
        }

        if (result != HandlerResult.Ok || !(buffer.IsLast || buffer.Flush))
            return result;
        // A page that ends with the beginning of what is no command after all.
        return await next.Invoke(request, buffer.With(buffer.IsLast && state.Conditions.IsOutput && state.Block is null ? state.Parser.Held : default));
    }

    /// <summary>Reads the piece and carries out its commands. False when what has been gathered must be sent before the rest is read.</summary>
    private static bool ReadOn(HttpRequest request, SsiState state, ReadOnlyMemory<byte> piece, ref int position)
    {
        while (true)
        {
            var token = state.Parser.Next(piece.Span, ref position, out var range);
            switch (token)
            {
                case SsiToken.HeldText:
                    AddText(request, state, state.Parser.ReleasedText, -1);
                    break;
                case SsiToken.Text or SsiToken.End:
                    AddText(request, state, piece[range], range.Start.Value);
                    break;
                case SsiToken.Command when SsiCommands.Run(request, state):
                    return false;
                case SsiToken.Malformed when state.Conditions.IsOutput || state.Block is not null:
                    request.Log.Write(LogLevel.Error, request, $"{state.Parser.Fault}");
                    SsiCommands.ShowError(request, state);
                    break;
            }

            if (token == SsiToken.End)
                return true;
        }
    }

    /// <param name="position">Where in the piece it is; -1 when it is in none.</param>
    private static void AddText(HttpRequest request, SsiState state, ReadOnlyMemory<byte> text, int position)
    {
        if (text.IsEmpty || !state.Conditions.IsOutput)
            return;
        if (state.Block is not null)
        {
            if (state.Page.TryMakeText(request, text.Length))
                state.Block.Add(request.Main.Arena.Copy(text.Span));
        }
        else if (position >= 0 && state.File is not null && text.Length >= SsiConf.Slot.Of(request).MinFileChunk.Value)
            state.Output.Add(new SsiItem(new OutputBuffer(new FileRegion(state.File, state.FileOffset + position, text.Length)), null, null));
        else
            state.Add(text);
    }
}
