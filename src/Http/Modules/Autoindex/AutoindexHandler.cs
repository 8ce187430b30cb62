using System.Buffers;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Filters;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Autoindex;

internal static class AutoindexHandler
{
    private static readonly ByteString Html = ByteString.Copy("text/html"u8);
    private static readonly ByteString Json = ByteString.Copy("application/json"u8);
    private static readonly ByteString JavaScript = ByteString.Copy("application/javascript"u8);
    private static readonly ByteString Xml = ByteString.Copy("text/xml"u8);
    private static readonly ByteString Utf8 = ByteString.Copy("utf-8"u8);
    private static readonly ByteString CallbackName = ByteString.Copy("callback"u8);

    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (request.Uri.Span is not [.., (byte)'/'] || (request.Method & (HttpMethod.Get | HttpMethod.Head)) == 0)
            return HandlerResult.Declined;
        if (!TryReadCallback(request, out var callback))
            return new HandlerResult(400);
        var entries = new List<DirectoryEntry>();
        if (!DirectoryReader.TryRead(request, entries, out var refusal))
            return refusal;
        entries.Sort(static (a, b) => Compare(a, b));
        return Send(request, entries, callback);
    }

    private static async ValueTask<HandlerResult> Send(HttpRequest request, List<DirectoryEntry> entries, ByteString callback)
    {
        var conf = AutoindexConf.Slot.Of(request);
        var format = conf.Format.Value;
        var response = request.Response;
        response.Status = 200;
        response.ContentType = format switch
        {
            AutoindexFormat.Html => Html,
            AutoindexFormat.Xml => Xml,
            _ => callback.IsEmpty ? Json : JavaScript,
        };
        if (format == AutoindexFormat.Xml)
            response.Charset = Utf8;
        var head = await request.SendHeader();
        if (head != HandlerResult.Ok || request.IsHeaderOnly)
            return head;
        var body = new ArrayBufferWriter<byte>(4096);
        switch (format)
        {
            case AutoindexFormat.Html:
                // The head has decided whether the names are counted in bytes or in characters.
                HtmlList.Write(body, request, entries, conf, response.Charset.EqualsIgnoreCase("utf-8"u8));
                break;
            case AutoindexFormat.Xml:
                XmlList.Write(body, entries);
                break;
            default:
                JsonList.Write(body, entries, callback);
                break;
        }

        return await request.SendBody(new OutputBuffer(body.WrittenMemory, last: true));
    }

    /// <summary>Directories first, then by name.</summary>
    private static int Compare(DirectoryEntry a, DirectoryEntry b) => a.Status.IsDirectory == b.Status.IsDirectory
        ? a.Name.Span.SequenceCompareTo(b.Name.Span)
        : a.Status.IsDirectory ? -1 : 1;

    /// <summary>A name with anything but letters, digits and the like in it would let others run their own code.</summary>
    private static bool TryReadCallback(HttpRequest request, out ByteString callback)
    {
        callback = default;
        if (AutoindexConf.Slot.Of(request).Format.Value != AutoindexFormat.Jsonp)
            return true;
        callback = Core.Arguments.Find(request.Arguments, CallbackName).Bytes;
        foreach (var c in callback.Span)
        {
            if (char.IsAsciiLetterOrDigit((char)c) || c is (byte)'_' or (byte)'.')
                continue;
            request.Log.Write(LogLevel.Info, request, $"client sent invalid callback name: \"{callback}\"");
            return false;
        }

        return true;
    }
}
