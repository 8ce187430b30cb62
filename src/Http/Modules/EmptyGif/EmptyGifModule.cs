using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Filters;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.EmptyGif;

/// <summary>ngx_http_empty_gif_module: one transparent pixel.</summary>
public sealed class EmptyGifModule : HttpModule
{
    /// <summary>As nginx has it: the time that a browser asks about never changes.</summary>
    private const long LastModified = 23349600;

    private static readonly ByteString ContentType = ByteString.Copy("image/gif"u8);

    /// <summary>GIF 89a, 1 by 1, two colours, the first transparent.</summary>
    private static readonly byte[] Picture = Convert.FromHexString(
        "474946383961010001008001000000" + "00FFFFFF" + "21F90401000001002C00000000010001000002024C01003B");

    public override string Name => "empty_gif";

    public override void Register(HttpModuleTable table) =>
        table.Add(new Directive("empty_gif", ConfContext.HttpLocation, 0, 0, static use => HttpScope.Of(use).Location.ContentHandler = Handle));

    private static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if ((request.Method & (HttpMethod.Get | HttpMethod.Head)) == 0)
            return new HandlerResult(405);
        request.Response.Status = 200;
        request.Response.ContentType = ContentType;
        request.Response.ContentLength = Picture.Length;
        request.Response.LastModified = LastModified;
        return request.Send(new OutputBuffer(Picture, last: true));
    }
}
