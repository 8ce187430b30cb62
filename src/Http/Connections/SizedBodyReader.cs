using System.Buffers;
using System.IO.Pipelines;

namespace Engine.Http.Connections;

/// <summary>The rest of a body of known length: the connection's input up to the body's last byte.</summary>
internal sealed class SizedBodyReader(Http1Exchange exchange, PipeReader input) : PipeReader
{
    private ReadOnlySequence<byte> shown;

    public override bool TryRead(out ReadResult result)
    {
        if (exchange.BodyBytesLeft == 0)
        {
            result = Ended;
            return true;
        }

        if (!input.TryRead(out var read))
        {
            result = default;
            return false;
        }

        result = Limit(read);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (exchange.BodyBytesLeft == 0)
            return new ValueTask<ReadResult>(Ended);
        var read = input.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new ValueTask<ReadResult>(Limit(read.Result)) : LimitBehind(read);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (exchange.BodyBytesLeft == 0)
            return;
        var count = shown.Slice(0, consumed).Length;
        shown = default;
        input.AdvanceTo(consumed, examined);
        exchange.OnBodyRead(count);
    }

    public override void CancelPendingRead() => input.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
    }

    private static ReadResult Ended => new(ReadOnlySequence<byte>.Empty, isCanceled: false, isCompleted: true);

    private async ValueTask<ReadResult> LimitBehind(ValueTask<ReadResult> read) => Limit(await read);

    private ReadResult Limit(ReadResult read)
    {
        shown = read.Buffer.Length > exchange.BodyBytesLeft ? read.Buffer.Slice(0, exchange.BodyBytesLeft) : read.Buffer;
        return new ReadResult(shown, read.IsCanceled, read.IsCompleted || shown.Length == exchange.BodyBytesLeft);
    }
}
