using Engine.Core.Log;
using Engine.Core.Net.ProxyProtocol;
using Engine.Interop.Libc;

namespace Engine.Http.Connections;

/// <summary>What comes first on an address with <c>proxy_protocol</c>: the proxy's word of whose connection this is.</summary>
internal sealed partial class Http1Connection
{
    /// <summary>False when the connection ends here. All of the header has to come within <c>client_header_timeout</c>.</summary>
    private async ValueTask<bool> ReadProxyProtocol()
    {
        Deadline.Start(headDeadlineMs - NowMs);
        while (true)
        {
            var read = await Input.ReadAsync();
            var outcome = ProxyProtocolParser.Parse(read.Buffer.FirstSpan, out var header, out var consumed);
            if (outcome == ProxyProtocolOutcome.NeedMore)
            {
                Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (!read.IsCompleted && !read.IsCanceled)
                    continue;
                if (Deadline.HasExpired)
                    Log(LogLevel.Info, "client timed out", Errno.ETIMEDOUT);
                return false;
            }

            Deadline.Disarm();
            if (outcome == ProxyProtocolOutcome.Invalid)
            {
                var error = LogOf(Address.DefaultServer);
                error.Write(LogLevel.Error, this, $"broken header: \"{read.Buffer.FirstSpan[..Math.Min(read.Buffer.FirstSpan.Length, ProxyProtocolParser.MaxTextLength)]}\" while reading PROXY protocol");
                Input.AdvanceTo(read.Buffer.Start);
                return false;
            }

            ProxyProtocol = header;
            Input.AdvanceTo(read.Buffer.GetPosition(consumed));
            return true;
        }
    }

    private void Log(LogLevel level, string message, int errno) =>
        LogOf(Address.DefaultServer).Write(level, this, $"{message}", errno);
}
