using Engine.Core.Net;
using Engine.Interop.Libc;
using Engine.Interop.OpenSsl;

namespace Engine.Tls;

/// <summary>Moves a connection's bytes through TLS. It takes the socket's place when the handshake is done.</summary>
public sealed class TlsTransport(Ssl ssl) : ITransport, IDisposable
{
    /// <summary>OpenSSL hands out a record at a time.</summary>
    public bool ShortReadMeansDrained => false;

    public bool CanSendFile => false;

    public Ssl Ssl => ssl;

    public int Receive(Span<byte> buffer)
    {
        var outcome = ssl.Read(buffer, out var count);
        return outcome switch
        {
            SslOutcome.Done => count,
            SslOutcome.Closed => 0,
            _ => -ErrnoOf(outcome),
        };
    }

    public int Send(ReadOnlySpan<byte> bytes)
    {
        var outcome = ssl.Write(bytes, out var count);
        return outcome switch
        {
            SslOutcome.Done => count,
            SslOutcome.Closed => -Errno.EPIPE,
            _ => -ErrnoOf(outcome),
        };
    }

    public int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Send(first);

    public long SendFile(OpenFile file, long offset, long count) => -Errno.EINVAL;

    public void Dispose() => ssl.Dispose();

    private int ErrnoOf(SslOutcome outcome) => outcome switch
    {
        SslOutcome.Again => Errno.EAGAIN,
        SslOutcome.SystemError => ssl.Errno,
        _ => Errno.EPROTO,
    };
}
