using Engine.Http.Parsing;

namespace Engine.Http.Requests;

/// <summary>The body of a subrequest and the fields that describe it: never those of the parent (CVE-2020-11724).</summary>
public static class SubrequestBody
{
    public static void Clear(HttpRequest request)
    {
        if (request.Headers.Has(KnownField.ContentLength))
            request.Headers.Remove(KnownField.ContentLength.Name());
        if (request.Headers.Has(KnownField.TransferEncoding))
            request.Headers.Remove(KnownField.TransferEncoding.Name());
        request.ContentLength = -1;
    }

    public static void Set(HttpRequest request, ReadOnlySpan<byte> body)
    {
        request.Body.Replace(body);
        SetLength(request, body.Length);
    }

    public static void Set(HttpRequest request, TempFile file)
    {
        request.Body.Replace(file);
        SetLength(request, file.Length);
    }

    public static void Forward(HttpRequest request, HttpRequest parent)
    {
        request.Body.Share(parent.Body);
        SetLength(request, parent.Body.Length);
    }

    private static void SetLength(HttpRequest request, long length)
    {
        request.ContentLength = length;
        request.Headers.Set(request.Arena.Copy(KnownField.ContentLength.Name()), request.Arena.Format(length));
    }
}
