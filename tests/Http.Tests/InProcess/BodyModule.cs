using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Tests.InProcess;

/// <summary><c>test_body read|echo;</c> answers with the size of the request's body and where it is kept, or with the body.</summary>
internal sealed class BodyModule : HttpModule
{
    public override string Name => "test_body";

    public override void Register(HttpModuleTable table) =>
        table.Add(new Directive("test_body", ConfContext.HttpLocation, 1, 1, static use => HttpScope.Of(use).Location.ContentHandler = use[0] == "echo" ? Echo : Read));

    private static async ValueTask<HandlerResult> Read(HttpRequest request)
    {
        var result = await request.Body.Read();
        if (result != HandlerResult.Ok)
            return result;
        return await TextResponse.Send(request, 200, ByteString.From($"{(request.Body.File is null ? "memory" : "file")} {request.Body.Length}"));
    }

    private static async ValueTask<HandlerResult> Echo(HttpRequest request)
    {
        var result = await request.Body.Read();
        return result != HandlerResult.Ok ? result : await TextResponse.Send(request, 200, request.Body.Memory);
    }
}
