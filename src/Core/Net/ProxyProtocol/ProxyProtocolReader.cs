using Engine.Core.Log;
using Engine.Interop.Libc;

namespace Engine.Core.Net.ProxyProtocol;

/// <summary>What comes first on an address with <c>listen … proxy_protocol</c>: the proxy's word of whose connection this is.</summary>
public static class ProxyProtocolReader
{
    /// <summary>Takes the header, all of which has to come within <paramref name="timeoutMs"/>.</summary>
    /// <returns>Null when the connection ends here: the header is malformed or late (both are logged), or the peer is gone.</returns>
    public static async ValueTask<ProxyProtocolHeader?> ReadAsync(Connection connection, ReadDeadline deadline, long timeoutMs, ErrorLog log, ILogContext context)
    {
        deadline.Start(timeoutMs);
        while (true)
        {
            var read = await connection.Input.ReadAsync();
            var outcome = ProxyProtocolParser.Parse(read.Buffer.FirstSpan, out var header, out var consumed);
            if (outcome == ProxyProtocolOutcome.NeedMore)
            {
                connection.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (!read.IsCompleted && !read.IsCanceled)
                    continue;
                if (deadline.HasExpired)
                    log.Write(LogLevel.Info, context, $"client timed out", Errno.ETIMEDOUT);
                return null;
            }

            deadline.Disarm();
            if (outcome == ProxyProtocolOutcome.Invalid)
                LogBroken(read.Buffer.FirstSpan, log, context);
            connection.Input.AdvanceTo(read.Buffer.GetPosition(consumed));
            return outcome == ProxyProtocolOutcome.Done ? header : null;
        }
    }

    private static void LogBroken(ReadOnlySpan<byte> bytes, ErrorLog log, ILogContext context) =>
        log.Write(LogLevel.Error, context, $"broken header: \"{bytes[..Math.Min(bytes.Length, ProxyProtocolParser.MaxTextLength)]}\" while reading PROXY protocol");
}
