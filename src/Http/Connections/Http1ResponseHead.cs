using System.Globalization;
using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Http.Modules.Core;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Connections;

/// <summary>Writes status line and fields of an HTTP/1 response, in nginx's order.</summary>
internal static class Http1ResponseHead
{
    /// <summary>Room for everything but what the request itself brings.</summary>
    private const int FixedRoom = 512;

    /// <summary>Status line and Server field of usual responses, by <c>server_tokens</c> and status.</summary>
    private static readonly byte[]?[][] Beginnings = [new byte[]?[600], new byte[]?[600], new byte[]?[600]];

    /// <summary>Writes the head; the number of bytes.</summary>
    public static int Write(HttpRequest request, ConnectionWriter output, bool isChunked)
    {
        var response = request.Response;
        response.MakeSafe(request.Arena);
        var location = AbsoluteRedirect.Apply(request);
        var writer = new SpanWriter(output.GetSpan(RoomFor(response)));
        WriteBeginning(ref writer, request);
        WriteContent(ref writer, response);
        if (location >= 0)
            writer.WriteField(response.Fields[location].Name.Span, response.Fields[location].Value.Span);
        if (isChunked)
            writer.Write("Transfer-Encoding: chunked\r\n"u8);
        WriteConnection(ref writer, request);
        if (response.VariesByEncoding)
            writer.Write("Vary: Accept-Encoding\r\n"u8);
        WriteFields(ref writer, response.Fields, location);
        writer.Write("\r\n"u8);
        output.Advance(writer.Written);
        return writer.Written;
    }

    private static int RoomFor(ResponseHeaders response)
    {
        var room = FixedRoom + response.StatusLine.Length + response.ContentType.Length + response.Charset.Length;
        foreach (var field in response.Fields.Span)
            room += field.Name.Length + field.Value.Length + 4;
        return room;
    }

    private static void WriteBeginning(ref SpanWriter writer, HttpRequest request)
    {
        var response = request.Response;
        var ownServer = response.Fields.Has(KnownField.Server);
        var ownDate = response.Fields.Has(KnownField.Date);
        if (response.StatusLine.IsEmpty && !ownServer && (uint)response.Status < 600)
            writer.Write(BeginningOf(response.Status, request.Location.Core.ServerTokens.Value));
        else
        {
            writer.Write("HTTP/1.1 "u8);
            WriteStatus(ref writer, response);
            writer.Write("\r\n"u8);
            if (!ownServer)
                writer.WriteField("Server"u8, ServerName(request.Location.Core.ServerTokens.Value));
        }

        if (!ownDate)
            writer.WriteField("Date"u8, request.Loop.Clock.HttpDate);
    }

    private static void WriteStatus(ref SpanWriter writer, ResponseHeaders response)
    {
        if (!response.StatusLine.IsEmpty)
            writer.Write(response.StatusLine.Span);
        else if (StatusLines.TextOf(response.Status) is { IsEmpty: false } text)
            writer.Write(text);
        else
        {
            writer.Write(response.Status);
            writer.Write((byte)' ');
        }
    }

    private static void WriteContent(ref SpanWriter writer, ResponseHeaders response)
    {
        if (!response.ContentType.IsEmpty)
        {
            writer.Write("Content-Type: "u8);
            writer.Write(response.ContentType.Span);
            if (!response.Charset.IsEmpty)
            {
                writer.Write("; charset="u8);
                writer.Write(response.Charset.Span);
            }

            writer.Write("\r\n"u8);
        }

        if (response.ContentLength >= 0)
        {
            writer.Write("Content-Length: "u8);
            writer.Write(response.ContentLength);
            writer.Write("\r\n"u8);
        }

        if (response.LastModified < 0)
            return;
        Span<byte> date = stackalloc byte[29];
        HttpDate.Format(response.LastModified, date);
        writer.WriteField("Last-Modified"u8, date);
    }

    private static void WriteConnection(ref SpanWriter writer, HttpRequest request)
    {
        if (request.Response.Status == 101)
            writer.Write("Connection: upgrade\r\n"u8);
        else if (request.KeepAlive)
        {
            writer.Write("Connection: keep-alive\r\n"u8);
            var seconds = request.Location.Core.KeepAliveHeaderSeconds.Value;
            if (seconds <= 0)
                return;
            writer.Write("Keep-Alive: timeout="u8);
            writer.Write(seconds);
            writer.Write("\r\n"u8);
        }
        else
            writer.Write("Connection: close\r\n"u8);
    }

    /// <param name="written">A field that stands further up already, or -1.</param>
    private static void WriteFields(ref SpanWriter writer, FieldList fields, int written)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            // A Server or Date without a value stands for none at all.
            if (i != written && !(fields[i].Value.IsEmpty && fields[i].Known is (KnownField.Server or KnownField.Date)))
                writer.WriteField(fields[i].Name.Span, fields[i].Value.Span);
        }
    }

    private static ReadOnlySpan<byte> BeginningOf(int status, ServerTokens tokens) =>
        Beginnings[(int)tokens][status] ??= MakeBeginning(status, tokens);

    private static byte[] MakeBeginning(int status, ServerTokens tokens)
    {
        var text = StatusLines.TextOf(status);
        var reason = text.IsEmpty ? string.Create(CultureInfo.InvariantCulture, $"{status} ") : Encoding.ASCII.GetString(text);
        return Encoding.ASCII.GetBytes($"HTTP/1.1 {reason}\r\nServer: {Encoding.ASCII.GetString(ServerName(tokens))}\r\n");
    }

    private static ReadOnlySpan<byte> ServerName(ServerTokens tokens) => tokens == ServerTokens.Off ? NameOnly : NameAndVersion;

    private static readonly byte[] NameOnly = Encoding.ASCII.GetBytes(ServerIdentity.Name);

    private static readonly byte[] NameAndVersion = Encoding.ASCII.GetBytes(ServerIdentity.Product);
}
