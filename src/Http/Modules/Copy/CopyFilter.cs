using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Copy;

/// <summary>Takes care that nobody behind it waits for the disk when a region of a file comes by.</summary>
internal static class CopyFilter
{
    /// <summary>What is loaded at once where <c>sendfile_max_chunk</c> gives no limit.</summary>
    private const long LargestChunk = 2 * 1024 * 1024;

    public static ValueTask<HandlerResult> Filter(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        // A file that .NET opened has no descriptor.
        if (!buffer.IsFile || buffer.Length == 0 || buffer.File.File is not { Fd: >= 0 } file)
            return next.Invoke(request, buffer);
        var conf = CopyConf.Slot.Of(request);
        if (file.Status.Size >= conf.DirectFrom.Value && DirectReads.Open(request, file) is { } reads)
            return SendDirect(request, buffer, next, reads);
        if (conf.ReadAhead.Value > 0 && file.Status.Size > conf.ReadAhead.Value)
            Files.AdviseSequential(file.Fd);
        return conf.UsesThreads.Value ? SendLoaded(request, buffer, next) : next.Invoke(request, buffer);
    }

    /// <summary>The region in chunks, each of which a helper thread has brought into the page cache before it goes on.</summary>
    private static async ValueTask<HandlerResult> SendLoaded(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        var limit = request.Location.Core.SendfileMaxChunk.Value;
        var chunk = limit > 0 ? Math.Min(limit, LargestChunk) : LargestChunk;
        for (long done = 0; done < buffer.Length;)
        {
            var piece = buffer.Piece(done, Math.Min(chunk, buffer.Length - done));
            // What can't be read is noticed by who sends it.
            await HelperThreads.Run(static part => Files.Load(part.File.Fd, part.Offset, part.Length), piece.File);
            done += piece.Length;
            var result = await next.Invoke(request, piece);
            if (result != HandlerResult.Ok)
                return result;
        }

        return HandlerResult.Ok;
    }

    /// <summary>The region in pieces as large as the output buffers, read around the page cache.</summary>
    private static async ValueTask<HandlerResult> SendDirect(HttpRequest request, OutputBuffer buffer, NextBodyFilter next, DirectReads reads)
    {
        for (long done = 0; done < buffer.Length;)
        {
            var piece = await reads.Read(buffer.File.Offset + done, buffer.Length - done);
            if (piece.IsEmpty)
                return HandlerResult.Error;
            done += piece.Length;
            var result = await next.Invoke(request, buffer.Piece(piece, isEnd: done == buffer.Length));
            if (result != HandlerResult.Ok)
                return result;
        }

        return HandlerResult.Ok;
    }
}
