using Engine.Core.Buffers;
using Engine.Http.Filters;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Headers;

internal static class HeadersFilter
{
    public static ValueTask<HandlerResult> Filter(HttpRequest request, NextHeaderFilter next)
    {
        if (request.IsSubrequest)
            return next.Invoke(request);
        var conf = HeadersConf.Slot.Of(request);
        var isSafe = IsSafe(request.Response.Status);
        if (isSafe)
            conf.Expires.Value?.Apply(request);
        foreach (var field in conf.Fields)
        {
            if (isSafe || field.IsAlways)
                Add(request, field);
        }

        foreach (var trailer in conf.Trailers)
            request.Response.ExpectsTrailers |= isSafe || trailer.IsAlways;
        return next.Invoke(request);
    }

    /// <summary>The statuses for which lines without "always" are added.</summary>
    public static bool IsSafe(int status) => status is 200 or 201 or 204 or 206 or 301 or 302 or 303 or 304 or 307 or 308;

    private static void Add(HttpRequest request, AddedField field)
    {
        var fields = request.Response.Fields;
        var value = field.Value.Evaluate(request);
        switch (field.Known)
        {
            case KnownField.LastModified:
                SetLastModified(request.Response, field.Name, value);
                break;
            case KnownField.ETag:
                Replace(fields, field.Name, value);
                break;
            default:
                if (!value.IsEmpty)
                    fields.Add(field.Known, field.Name, value);
                break;
        }
    }

    /// <summary>The date that conditions compare changes with the field; the field keeps the text.</summary>
    private static void SetLastModified(ResponseHeaders response, ByteString name, ByteString value)
    {
        response.LastModified = -1;
        if (HttpDate.TryParse(value.Span, out var seconds))
        {
            response.Fields.Remove(name.Span);
            response.LastModified = seconds;
        }
        else
            Replace(response.Fields, name, value);
    }

    private static void Replace(FieldList fields, ByteString name, ByteString value)
    {
        if (value.IsEmpty)
            fields.Remove(name.Span);
        else
            fields.Set(name, value);
    }
}
