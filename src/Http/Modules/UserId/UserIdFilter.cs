using System.Buffers.Binary;
using System.Buffers.Text;
using Engine.Core.Buffers;
using Engine.Http.Filters;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.UserId;

/// <summary>Sends the cookie.</summary>
internal static class UserIdFilter
{
    private const int EncodedLength = 24;

    private static readonly ByteString SetCookie = ByteString.Copy("Set-Cookie"u8);
    private static readonly ByteString P3p = ByteString.Copy("P3P"u8);

    public static ValueTask<HandlerResult> Send(HttpRequest request, NextHeaderFilter next)
    {
        if (!request.IsSubrequest)
            AddCookie(request, UserIdConf.Slot.Of(request));
        return next.Invoke(request);
    }

    private static void AddCookie(HttpRequest request, UserIdConf conf)
    {
        var id = UserId.Of(request, conf);
        id.Choose(request, conf);
        if (id.SetParts[3] == 0)
            return;
        request.Response.Fields.Add(SetCookie, Write(request, conf, id.SetParts));
        if (!conf.P3p.Value.IsEmpty)
            request.Response.Fields.Add(P3p, conf.P3p.Value);
    }

    private static ByteString Write(HttpRequest request, UserIdConf conf, uint[] parts)
    {
        const int roomForExpires = 64;
        var room = conf.Name.Value.Length + 1 + EncodedLength + roomForExpires + conf.Domain.Value.Length + conf.Path.Value.Length + conf.Flags.Value.Length;
        var text = request.Arena.Allocate(room, out var bytes);
        var writer = new SpanWriter(bytes);
        writer.Write(conf.Name.Value.Span);
        writer.Write((byte)'=');
        WriteNumbers(ref writer, parts, conf.Mark.Value);
        if (conf.Expires.Value == UserIdDirectives.Max)
            writer.Write("; expires=Thu, 31-Dec-37 23:55:55 GMT"u8);
        else if (conf.Expires.Value > 0)
            WriteExpires(ref writer, request.Loop.Clock.UnixSeconds + conf.Expires.Value);
        writer.Write(conf.Domain.Value.Span);
        writer.Write(conf.Path.Value.Span);
        writer.Write(conf.Flags.Value.Span);
        return text.Slice(0, writer.Written);
    }

    private static void WriteNumbers(ref SpanWriter writer, uint[] parts, byte mark)
    {
        Span<byte> raw = stackalloc byte[16];
        for (var i = 0; i < parts.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(raw[(4 * i)..], parts[i]);
        Base64.EncodeToUtf8(raw, writer.Remaining, out _, out _);
        if (mark != 0)
            writer.Remaining[EncodedLength - 2] = mark;
        writer.Advance(EncodedLength);
    }

    private static void WriteExpires(ref SpanWriter writer, long unixSeconds)
    {
        writer.Write("; expires="u8);
        writer.Advance(HttpDate.FormatCookie(unixSeconds, writer.Remaining));
    }
}
