using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Log;
using Engine.Http.Requests;
using Engine.LuaBridge.Api.Header;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Capture;

/// <summary>A subrequest of a batch, and the memory that its response is kept in; used again by later ones.</summary>
internal sealed unsafe class CaptureMember : IDisposable
{
    private readonly CapturingExchange exchange = new(takesStatus: true, isPinned: true);
    private readonly NativeBuffer fields = new();
    private readonly CaptureBatch batch;
    private readonly Action onOver;
    private Subrequest subrequest;
    private bool isLogged;
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter running;

    public CaptureMember(CaptureBatch batch)
    {
        this.batch = batch;
        onOver = OnOver;
    }

    public HttpRequest Request => subrequest.Request;

    /// <summary>The parent may have subrequests still.</summary>
    public HttpRequest Begin(HttpRequest parent, SubrequestVariables variables)
    {
        exchange.Reset();
        isLogged = false;
        subrequest = Subrequest.Begin(parent, exchange, variables);
        return subrequest.Request;
    }

    /// <summary>The batch hears of its end, perhaps before this returns.</summary>
    public void Run()
    {
        var phases = subrequest.RunPhases();
        if (phases.IsCompletedSuccessfully)
            RunLog();
        else
            Await(phases);
    }

    private void RunLog()
    {
        isLogged = true;
        var log = subrequest.RunLog();
        if (log.IsCompletedSuccessfully)
            batch.OnDone();
        else
            Await(log);
    }

    private void Await(ValueTask task)
    {
        // On the loop, which has no context that could be returned to.
        running = task.ConfigureAwait(false).GetAwaiter();
        running.UnsafeOnCompleted(onOver);
    }

    private void OnOver()
    {
        var awaiter = running;
        running = default;
        try
        {
            awaiter.GetResult();
        }
#pragma warning disable CA1031 // A defect in one subrequest must not end the worker, nor leave its parent waiting.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Request.Log.Write(LogLevel.Alert, Request, $"subrequest failed: {exception.ToString()}");
        }

        if (isLogged)
            batch.OnDone();
        else
            RunLog();
    }

    public void Write(ref CapturedResponse response)
    {
        var request = Request;
        var body = exchange.Body.Span;
        response.Body = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(body));
        response.BodyLength = (nuint)body.Length;
        response.Status = request.Status != 0 ? request.Status : request.IsHeaderSent ? 200 : 500;
        response.IsTruncated = IsTruncated ? 1 : 0;
        response.ContentLength = request.Response.ContentLength;
        var pairs = new PackedPairs(fields, 0);
        ResponseFields.WriteOthers(request, ref pairs);
        var type = ResponseFields.ContentTypeOf(request.Response, request.Arena);
        pairs.Append(type.Span);
        response.FieldCount = pairs.Finish();
        response.ContentTypeLength = type.Length;
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
