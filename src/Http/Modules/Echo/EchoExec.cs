using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Echo;

/// <summary><c>echo_exec uri [arguments]</c>: an internal redirect.</summary>
internal sealed class ExecCommand(ComplexValue target, ComplexValue? arguments) : EchoCommand
{
    public static EchoCommand Read(DirectiveUse use) =>
        new ExecCommand(EchoArgument.Compile(use, 0), use.Count > 1 ? EchoArgument.Compile(use, 1) : null);

    public override ValueTask<HandlerResult> Run(EchoRun run)
    {
        var request = run.Request;
        var uri = target.Evaluate(request);
        if (uri.IsEmpty)
            return new HandlerResult(400);
        if (uri.Span[0] == '@')
            return EnterNamed(request, uri);
        if (!EchoTarget.TryParse(request, uri, out var parsed))
            return new HandlerResult(500);
        return request.RedirectInternally(parsed.Path, arguments?.Evaluate(request) ?? parsed.Arguments);
    }

    private HandlerResult EnterNamed(HttpRequest request, ByteString name)
    {
        if (arguments?.Evaluate(request) is { IsEmpty: false } ignored)
            request.Log.Write(LogLevel.Warn, request, $"querystring {ignored} ignored when exec'ing named location {name}");
        return request.RedirectToNamedLocation(name);
    }
}
