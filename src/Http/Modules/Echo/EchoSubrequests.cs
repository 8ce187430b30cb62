using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Echo;

/// <summary>The path and arguments that a command names.</summary>
internal readonly record struct EchoTarget(ByteString Path, ByteString Arguments)
{
    /// <summary>False, with a line in the log, for one that could lead out of its root.</summary>
    public static bool TryParse(HttpRequest request, ByteString uri, out EchoTarget target)
    {
        var path = request.Arena.Allocate(uri.Length, out var bytes);
        var isSafe = RequestTarget.TryParseInternal(uri.Span, bytes, out var length, out var arguments);
        if (!isSafe)
            request.Log.Write(LogLevel.Error, request, $"unsafe URI \"{uri}\" was detected");
        target = isSafe ? new EchoTarget(path.Slice(0, length), uri.Slice(arguments.Start, arguments.Length)) : default;
        return isSafe;
    }
}

/// <summary><c>echo_location</c>, <c>echo_subrequest</c> and their versions that do not wait.</summary>
internal sealed class SubrequestCommand : EchoCommand
{
    private static readonly ByteString GetName = ByteString.Copy("GET"u8);

    private ComplexValue? method;
    private ComplexValue uri = null!;
    private ComplexValue? arguments;
    private ComplexValue? body;
    private ComplexValue? file;
    private bool waits;

    public static EchoCommand ReadLocation(DirectiveUse use, bool waits) => new SubrequestCommand
    {
        uri = EchoArgument.Compile(use, 0),
        arguments = use.Count > 1 ? EchoArgument.Compile(use, 1) : null,
        waits = waits,
    };

    public static EchoCommand ReadSubrequest(DirectiveUse use, bool waits)
    {
        var command = new SubrequestCommand { method = EchoArgument.Compile(use, 0), uri = EchoArgument.Compile(use, 1), waits = waits };
        for (var i = 2; i < use.Count; i += 2)
        {
            var value = i + 1 < use.Count ? EchoArgument.Compile(use, i + 1) : null;
            switch (use[i])
            {
                case "-q":
                    command.arguments = value;
                    break;
                case "-b":
                    command.body = value;
                    break;
                case "-f":
                    command.file = value;
                    break;
                default:
                    throw use.Error($"unknown option for echo_subrequest*: {use[i]}");
            }
        }

        return command;
    }

    /// <summary>Subrequests see the client's body, so it is read first.</summary>
    public override async ValueTask<HandlerResult> Run(EchoRun run)
    {
        var request = run.Request;
        var read = await request.Body.Read();
        // The empty piece has the filters write what comes before a body.
        var head = read == HandlerResult.Ok ? await run.Write(default) : read;
        if (head != HandlerResult.Ok)
            return head;
        if (!EchoTarget.TryParse(request, uri.Evaluate(request), out var target))
            return HandlerResult.Error;
        var exchange = run.NextPlace();
        var query = arguments?.Evaluate(request) ?? target.Arguments;
        if (!Subrequest.TryBegin(request, exchange, target.Path, query, out var subrequest, SubrequestVariables.Own))
            return HandlerResult.Error;
        var name = method?.Evaluate(request) ?? GetName;
        subrequest.Request.Method = HttpMethods.Find(name.Span);
        subrequest.Request.MethodName = subrequest.Request.Arena.Copy(name.Span);
        if (!TrySetBody(subrequest, request))
        {
            subrequest.End();
            return HandlerResult.Error;
        }

        await run.Include(subrequest, exchange, waits);
        return request.Main.IsConnectionBroken ? HandlerResult.Error : HandlerResult.Ok;
    }

    private bool TrySetBody(Subrequest subrequest, HttpRequest parent)
    {
        SubrequestBody.Clear(subrequest.Request);
        if (file is not null)
            return TrySetFile(subrequest.Request, parent, file.Evaluate(parent));
        if (body is not null)
            SubrequestBody.Set(subrequest.Request, body.Evaluate(parent).Span);
        else if (parent.HasBody)
            SubrequestBody.Forward(subrequest.Request, parent);
        return true;
    }

    private static bool TrySetFile(HttpRequest subrequest, HttpRequest parent, ByteString path)
    {
        var full = Path.Combine(parent.Configuration.Prefix.ToString(), path.ToString());
        if (TempFile.Borrow(full, out var errno) is { } opened)
        {
            SubrequestBody.Set(subrequest, opened);
            return true;
        }

        parent.Log.Write(LogLevel.Error, parent, $"open() \"{full}\" failed", errno);
        return false;
    }
}
