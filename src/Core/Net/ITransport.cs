namespace Engine.Core.Net;

/// <summary>
/// What moves the bytes of a connection: the socket, or a protocol over it. No call waits: each returns how much it moved, or
/// -errno, -EAGAIN when nothing can be moved now.
/// </summary>
public interface ITransport
{
    /// <summary>After a receive that did not fill its buffer there is nothing more to receive until the next event.</summary>
    bool ShortReadMeansDrained { get; }

    bool CanSendFile { get; }

    /// <summary>0 when the peer has finished.</summary>
    int Receive(Span<byte> buffer);

    /// <param name="bytes">What could not be sent is given again, at the same place and unchanged, with the next call.</param>
    int Send(ReadOnlySpan<byte> bytes);

    /// <summary>Sends what is to share a segment with what follows at once, where that can be said.</summary>
    int SendHeldBack(ReadOnlySpan<byte> bytes) => Send(bytes);

    /// <summary>Sends one run behind the other.</summary>
    int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second);

    /// <summary>0 when the file ends before <paramref name="offset"/>.</summary>
    long SendFile(OpenFile file, long offset, long count);
}
