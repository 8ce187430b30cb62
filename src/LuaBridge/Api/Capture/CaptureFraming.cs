using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.LuaBridge.Api.Capture;

/// <summary>The body of a subrequest and the fields that describe it: never those of the parent (CVE-2020-11724).</summary>
internal static class CaptureFraming
{
    public static void Clear(HttpRequest request)
    {
        request.Headers.Remove(KnownField.ContentLength.Name());
        request.Headers.Remove(KnownField.TransferEncoding.Name());
        request.ContentLength = -1;
    }

    public static void SetBody(HttpRequest request, ReadOnlySpan<byte> body)
    {
        request.Body.Replace(body);
        SetLength(request, body.Length);
    }

    public static void ForwardBody(HttpRequest request, HttpRequest parent)
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
