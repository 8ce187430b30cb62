using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Log.Access;
using Engine.Core.Scripting;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Log;

/// <summary>One part of a log line: text of the format, or a value. What every line has is written without a detour over variables.</summary>
internal readonly struct LogOperation
{
    private readonly Kind kind;
    private readonly ByteString text;
    private readonly VariableSlot? slot;

    private LogOperation(Kind kind, ByteString text, VariableSlot? slot)
    {
        this.kind = kind;
        this.text = text;
        this.slot = slot;
    }

    private enum Kind
    {
        Text,
        Variable,

        /// <summary>One that is cheap to compute again: nothing is remembered for what may come behind.</summary>
        CheapVariable,
        Request,
        RemoteAddress,
        TimeLocal,
        TimeIso8601,
        Milliseconds,
        RequestTime,
        Status,
        BytesSent,
        BodyBytesSent,
        RequestLength,
    }

    public static LogOperation Of(LogPart part)
    {
        var slot = part.Slot;
        return slot?.Name switch
        {
            null => new LogOperation(Kind.Text, part.Text, null),
            "request" => new LogOperation(Kind.Request, default, slot),
            "remote_user" => new LogOperation(Kind.CheapVariable, default, slot),
            "remote_addr" => new LogOperation(Kind.RemoteAddress, default, slot),
            "time_local" => new LogOperation(Kind.TimeLocal, default, slot),
            "time_iso8601" => new LogOperation(Kind.TimeIso8601, default, slot),
            "msec" => new LogOperation(Kind.Milliseconds, default, slot),
            "request_time" => new LogOperation(Kind.RequestTime, default, slot),
            "status" => new LogOperation(Kind.Status, default, slot),
            "bytes_sent" => new LogOperation(Kind.BytesSent, default, slot),
            "body_bytes_sent" => new LogOperation(Kind.BodyBytesSent, default, slot),
            "request_length" => new LogOperation(Kind.RequestLength, default, slot),
            ['h', 't', 't', 'p', '_', ..] => new LogOperation(Kind.CheapVariable, default, slot),
            _ => new LogOperation(Kind.Variable, default, slot),
        };
    }

    public void Write(HttpRequest request, ref LogLine line)
    {
        switch (kind)
        {
            case Kind.Text:
                line.Append(text.Span);
                break;
            case Kind.Variable:
                line.AppendValue(request.Get(slot!));
                break;
            case Kind.CheapVariable:
                line.AppendValue(request.Peek(slot!));
                break;
            case Kind.Request:
                line.AppendValue(VariableValue.OfNonEmpty(request.RequestLineText));
                break;
            case Kind.RemoteAddress:
                line.Append(request.Connection.Remote.Text);
                break;
            case Kind.TimeLocal:
                line.Append(LogTime.At(request.Loop.Clock.UnixSeconds).CommonLog);
                break;
            case Kind.TimeIso8601:
                line.Append(LogTime.At(request.Loop.Clock.UnixSeconds).Iso8601);
                break;
            case Kind.Milliseconds:
                line.AppendSeconds(request.Loop.Clock.UnixMs);
                break;
            case Kind.RequestTime:
                line.AppendSeconds(Math.Max(0, request.Loop.Clock.NowMs - request.StartMs));
                break;
            case Kind.Status:
                line.AppendStatus(StatusOf(request));
                break;
            case Kind.BytesSent:
                line.Append(request.Main.Exchange.BytesSent);
                break;
            case Kind.BodyBytesSent:
                line.Append(Math.Max(0, request.Main.Exchange.BytesSent - request.Main.Exchange.HeadBytesSent));
                break;
            case Kind.RequestLength:
                line.Append(request.Main.Exchange.BytesReceived);
                break;
        }
    }

    /// <summary>A request of HTTP/0.9 has no status; nginx writes 009.</summary>
    private static int StatusOf(HttpRequest request) => request.Status != 0 ? request.Status : request.Version == 9 ? 9 : 0;
}
