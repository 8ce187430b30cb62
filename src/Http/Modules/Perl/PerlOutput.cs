using System.Buffers;
using Engine.Core.Net;
using Engine.Http.Filters;
using Engine.Http.Modules.Upstream;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libperl;

namespace Engine.Http.Modules.Perl;

/// <summary>
/// What code sends. Perl does not wait: a piece goes through the filters at once, and where one of them waits, what comes behind it queues up.
/// </summary>
internal sealed class PerlOutput
{
    private readonly Queue<Piece> waiting = new();
    private readonly LoopSignal allSent = new();
    private HttpRequest request = null!;

    private enum PieceKind
    {
        Header,
        Text,
        File,
        Flush,
    }

    /// <summary>Something is still on its way.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Ok, or what the filters said of the first piece that they did not take; those behind it are dropped.</summary>
    public HandlerResult Result { get; private set; }

    /// <summary>The head is sent or is going to be.</summary>
    public bool HasHeader { get; private set; }

    public void Begin(HttpRequest http)
    {
        request = http;
        Restart();
    }

    /// <summary>A handler begins; another one may have run before a redirect.</summary>
    public void Restart()
    {
        Result = HandlerResult.Ok;
        HasHeader = request.IsHeaderSent;
    }

    public void End() => request = null!;

    public void SendHeader()
    {
        HasHeader = true;
        Send(new Piece(PieceKind.Header, null, 0, default));
    }

    /// <summary>Sends texts as one piece.</summary>
    public void Print(PerlArguments texts)
    {
        var length = 0;
        for (var i = 0; i < texts.Count; i++)
            length += texts[i].Bytes.Length;
        if (length == 0)
            return;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        var rest = bytes.AsSpan();
        for (var i = 0; i < texts.Count; i++)
        {
            texts[i].Bytes.CopyTo(rest);
            rest = rest[texts[i].Bytes.Length..];
        }

        Send(new Piece(PieceKind.Text, bytes, length, default));
    }

    /// <summary>Sends a part of a file, which is released then.</summary>
    public void SendFile(FileRegion file) => Send(new Piece(PieceKind.File, null, 0, file));

    public void Flush() => Send(new Piece(PieceKind.Flush, null, 0, default));

    /// <summary>Waits until everything is sent.</summary>
    public async ValueTask<HandlerResult> Finish()
    {
        while (IsBusy)
            await allSent.Next();
        return Result;
    }

    private void Send(Piece piece)
    {
        if (IsBusy)
        {
            waiting.Enqueue(piece);
            return;
        }

        var task = Pass(piece);
        if (task.IsCompletedSuccessfully)
        {
            Conclude(piece, task.Result);
            return;
        }

        IsBusy = true;
        _ = SendOthersBehind(piece, task);
    }

    private async ValueTask SendOthersBehind(Piece piece, ValueTask<HandlerResult> task)
    {
        Conclude(piece, await task);
        while (waiting.TryDequeue(out piece))
            Conclude(piece, await Pass(piece));
        IsBusy = false;
        allSent.Set();
    }

    private ValueTask<HandlerResult> Pass(Piece piece)
    {
        if (Result != HandlerResult.Ok)
            return Result;
        if (piece.Kind == PieceKind.Header)
            return request.SendHeader();
        if (request.IsHeaderOnly)
            return HandlerResult.Ok;
        return request.SendBody(piece.Kind switch
        {
            PieceKind.Text => new OutputBuffer(piece.Bytes.AsMemory(0, piece.Length)),
            PieceKind.File => new OutputBuffer(piece.File),
            _ => new OutputBuffer(default(ReadOnlyMemory<byte>), flush: true),
        });
    }

    private void Conclude(Piece piece, HandlerResult result)
    {
        Result = result;
        piece.File.File?.Release();
        if (piece.Bytes is not null)
            ArrayPool<byte>.Shared.Return(piece.Bytes);
    }

    private readonly record struct Piece(PieceKind Kind, byte[]? Bytes, int Length, FileRegion File);
}
