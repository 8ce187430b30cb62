using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Responses;

/// <summary>Changes fields of a response by name, those too that the server computes and keeps apart.</summary>
internal static class ResponseField
{
    /// <param name="append">Another line of that name instead of one in the place of all.</param>
    public static void Set(HttpRequest request, ByteString name, ByteString value, bool append = false)
    {
        var response = request.Response;
        switch (KnownFields.Find(name.Span))
        {
            case KnownField.ContentType:
                response.ContentType = value;
                response.Charset = default;
                return;
            case KnownField.ContentLength:
                if (RequestFraming.TryParseContentLength(value.Span, out var length))
                    response.ContentLength = length;
                return;
            case KnownField.LastModified when HttpDate.TryParse(value.Span, out var seconds):
                response.Fields.Remove(name.Span);
                response.LastModified = seconds;
                return;
            case KnownField.LastModified:
                response.LastModified = -1;
                break;
        }

        var present = append ? -1 : response.Fields.IndexOf(name.Span);
        if (append)
            response.Fields.Add(name, value);
        else
            response.Fields.Set(present < 0 ? name : response.Fields[present].Name, value);
    }

    /// <summary>Removes all lines of that name. Server and Date, which are written in any case, are hidden by an empty value.</summary>
    public static void Remove(HttpRequest request, ByteString name)
    {
        var response = request.Response;
        switch (KnownFields.Find(name.Span))
        {
            case KnownField.ContentType:
                response.ContentType = response.Charset = default;
                break;
            case KnownField.ContentLength:
                response.ContentLength = -1;
                break;
            case KnownField.LastModified:
                response.LastModified = -1;
                break;
            case KnownField.Server or KnownField.Date:
                response.Fields.Set(name, default);
                return;
            case KnownField.AcceptRanges:
                response.ClearAcceptRanges();
                break;
        }

        response.Fields.Remove(name.Span);
    }

    /// <summary>Removes the fields whose names begin so; those that the server computes stay.</summary>
    public static void RemoveAll(HttpRequest request, ByteString beginning) =>
        request.Response.Fields.RemoveAll(
            beginning,
            static (field, start) => !field.Value.IsEmpty && field.Name.Length >= start.Length && field.Name.Slice(0, start.Length).EqualsIgnoreCase(start.Span));
}
