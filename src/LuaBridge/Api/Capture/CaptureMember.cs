using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Buffers;
using Engine.Http.Requests;
using Engine.LuaBridge.Api.Header;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Capture;

/// <summary>A subrequest of a batch, and the memory that its response is kept in; used again by later ones.</summary>
internal sealed unsafe class CaptureMember : IDisposable
{
    private readonly CapturingExchange exchange = new(takesStatus: true, isPinned: true);
    private readonly NativeBuffer fields = new();
    private Subrequest subrequest;

    public HttpRequest Request => subrequest.Request;

    /// <summary>The parent may have subrequests still.</summary>
    public HttpRequest Begin(HttpRequest parent, ByteString uri, ByteString arguments, SubrequestVariables variables)
    {
        exchange.Reset();
        subrequest = Subrequest.Begin(parent, exchange, uri, arguments, variables);
        return subrequest.Request;
    }

    public ValueTask Run() => subrequest.Run();

    public void Write(ref CapturedResponse response)
    {
        var request = Request;
        var body = exchange.Body.Span;
        response.Body = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(body));
        response.BodyLength = (nuint)body.Length;
        response.Status = request.Status != 0 ? request.Status : request.IsHeaderSent ? 200 : 500;
        response.IsTruncated = IsTruncated ? 1 : 0;
        var pairs = new PackedPairs(fields, 0);
        ResponseFields.WriteContent(request, ref pairs);
        response.FieldCount = pairs.Finish();
        response.Fields = fields.Bytes;
    }

    public void End()
    {
        subrequest.End();
        subrequest = default;
    }

    public void Dispose() => fields.Dispose();

    /// <summary>The body did not come to its end: a filter may have kept it.</summary>
    private bool IsTruncated => Request.IsConnectionBroken
        || (!Request.IsHeaderOnly && (!Request.IsOutputComplete || (Request.IsHeaderSent && !exchange.IsComplete)));
}
