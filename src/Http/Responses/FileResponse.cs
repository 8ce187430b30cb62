using Engine.Core.Net;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Responses;

/// <summary>Responses whose body is a file.</summary>
public static class FileResponse
{
    /// <summary>Sends 200 with the whole file, which is released when all of it is on its way.</summary>
    public static ValueTask<HandlerResult> Send(HttpRequest request, OpenFile file)
    {
        var discarded = request.Body.StartDiscard();
        if (discarded != HandlerResult.Ok)
        {
            file.Release();
            return discarded;
        }

        Describe(request, file);
        var size = file.Status.Size;
        var task = request.Send(size == 0 ? OutputBuffer.End : new OutputBuffer(new FileRegion(file, 0, size), last: true));
        if (!task.IsCompletedSuccessfully)
            return SendBehind(task, file);
        file.Release();
        return task;
    }

    /// <summary>Status, length, date, entity tag and type of the whole file.</summary>
    public static void Describe(HttpRequest request, OpenFile file)
    {
        var response = request.Response;
        response.Status = 200;
        response.ContentLength = file.Status.Size;
        response.LastModified = file.Status.ModifiedSeconds;
        if (request.Location.Core.ETag.Value)
            EntityTag.Set(request, file.Status.ModifiedSeconds, file.Status.Size);
        ContentTypes.SetByExtension(request);
    }

    private static async ValueTask<HandlerResult> SendBehind(ValueTask<HandlerResult> task, OpenFile file)
    {
        try
        {
            return await task;
        }
        finally
        {
            file.Release();
        }
    }
}
