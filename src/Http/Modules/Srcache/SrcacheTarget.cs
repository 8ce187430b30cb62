using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Srcache;

/// <summary>The subrequest that <c>srcache_fetch</c> or <c>srcache_store</c> describes: method, URI, arguments.</summary>
internal sealed class SrcacheTarget
{
    private readonly HttpMethod method;
    private readonly ByteString methodName;
    private readonly ComplexValue uri;
    private readonly ComplexValue? arguments;

    private SrcacheTarget(DirectiveUse use)
    {
        methodName = use.Bytes(0);
        method = HttpMethods.Find(methodName.Span);
        if (method == HttpMethod.Unknown)
            throw use.Error($"{use.Name} specifies bad HTTP method {use[0]}");
        uri = ComplexValue.Compile(use[1], use);
        arguments = use.Count > 2 ? ComplexValue.Compile(use[2], use) : null;
    }

    public static void Read(DirectiveUse use, ref Setting<SrcacheTarget?> setting)
    {
        if (setting.IsSet)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        setting.Set(new SrcacheTarget(use));
    }

    /// <summary>
    /// Makes the subrequest, without a body. Arguments of its own take the place of those in the URI. False, with a line in the log, when the
    /// URI is unsafe or subrequests are nested too deep.
    /// </summary>
    public bool TryBegin(HttpRequest request, HttpExchange exchange, out Subrequest subrequest)
    {
        subrequest = default;
        var target = uri.Evaluate(request);
        var path = request.Arena.Allocate(target.Length, out var bytes);
        if (!RequestTarget.TryParseInternal(target.Span, bytes, out var length, out var own))
        {
            request.Log.Write(LogLevel.Error, request, $"unsafe URI \"{target}\" was detected");
            return false;
        }

        var query = arguments?.Evaluate(request) ?? target.Slice(own.Start, own.Length);
        if (!Subrequest.TryBegin(request, exchange, path.Slice(0, length), query, out subrequest))
            return false;
        subrequest.Request.Method = method;
        subrequest.Request.MethodName = methodName;
        SubrequestBody.Clear(subrequest.Request);
        return true;
    }
}
