using System.Buffers.Binary;
using Engine.Core.Log;
using Engine.Http.Conf;
using Engine.Http.Modules.Cgi;
using Engine.Http.Modules.Upstream;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Uwsgi;

/// <summary>A packet of names and values, each behind its length in two bytes; the packet's own length and two modifiers stand before it.</summary>
internal sealed class UwsgiUpstream : CgiStreamUpstream, ICgiProtocol<UwsgiConf>
{
    private UwsgiConf conf = null!;

    public UwsgiConf Settings
    {
        set
        {
            conf = value;
            Conf = value.Cgi;
        }
    }

    public override ReadOnlySpan<byte> Schema => "uwsgi://"u8;

    protected override HandlerResult WriteHead(UpstreamRequest upstream)
    {
        Conf.Params.Write(upstream, Variables, static (target, name, value) =>
        {
            AppendString(target, name);
            AppendString(target, value);
        });
        var text = conf.String.Value;
        var size = Variables.Length + text.Length;
        if (size > ushort.MaxValue)
        {
            upstream.Request.Log.Write(LogLevel.Alert, upstream.Request, $"uwsgi request is too large: {size}");
            return 500;
        }

        upstream.Head.Append([(byte)conf.Modifier1.Value, (byte)size, (byte)(size >> 8), (byte)conf.Modifier2.Value]);
        upstream.Head.Append(Variables.Memory.Span);
        upstream.Head.Append(text);
        return HandlerResult.Ok;
    }

    /// <summary>What is too long for its length makes the packet too long as well, which is refused.</summary>
    private static void AppendString(HeadBuffer target, ReadOnlySpan<byte> text)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        target.Append(length);
        target.Append(text);
    }
}
