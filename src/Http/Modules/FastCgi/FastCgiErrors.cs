using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Modules.Upstream;

namespace Engine.Http.Modules.FastCgi;

/// <summary>What an application writes to its standard error: logged record by record, and looked through for what it must not say.</summary>
internal sealed class FastCgiErrors
{
    /// <summary>As much of a record as a log line takes.</summary>
    private const int MaxKept = 4096;

    private readonly HeadBuffer record = new();
    private readonly HeadBuffer all = new();

    public void Add(ReadOnlySpan<byte> bytes)
    {
        record.Append(bytes[..Math.Min(bytes.Length, Math.Max(0, MaxKept - record.Length))]);
        all.Append(bytes[..Math.Min(bytes.Length, Math.Max(0, (16 * MaxKept) - all.Length))]);
    }

    public void Log(UpstreamRequest upstream)
    {
        var text = record.Memory.Span.TrimEnd("\r\n.\0"u8);
        if (!text.IsEmpty)
            upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"FastCGI sent in stderr: \"{text}\"");
        record.Clear();
    }

    public bool AreCaught(List<ByteString>? texts)
    {
        foreach (var text in texts ?? [])
        {
            if (all.Memory.Span.IndexOf(text.Span) >= 0)
                return true;
        }

        return false;
    }

    public void Clear()
    {
        record.Clear();
        all.Clear();
    }
}
