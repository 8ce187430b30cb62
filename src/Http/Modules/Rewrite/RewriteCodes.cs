using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Filters;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Rewrite;

/// <summary><c>break</c>: no more directives of this module, and no other location.</summary>
internal sealed class BreakCode : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        // The URI of an earlier rewrite stays, and is no longer that of the location.
        request.IsUriReplaced |= request.IsUriChanged;
        request.IsUriChanged = false;
        return RewriteHandler.Stop;
    }
}

/// <summary><c>set $variable value</c></summary>
internal sealed class SetCode(VariableSlot slot, ComplexValue value) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        request.Set(slot, value.Evaluate(request));
        return HandlerResult.Declined;
    }
}

/// <summary><c>return code [text]</c>, <c>return code URL</c>, <c>return URL</c></summary>
internal sealed class ReturnCode(int status, ComplexValue? text) : IRewriteCode
{
    private readonly bool hasText = text is not null && (!text.IsConstant || !text.Constant.IsEmpty);

    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        if (status >= 400 && !hasText)
            return new HandlerResult(status);
        // The text may show $status.
        request.Response.Status = status;
        var body = text?.Evaluate(request) ?? default;
        return TextResponse.Send(request, status, body);
    }
}

/// <summary><c>rewrite regex replacement [flag]</c></summary>
internal sealed class RewriteCode : IRewriteCode
{
    public required CapturingRegex Pattern { get; init; }

    public Replacement Replacement { get; set; } = null!;

    /// <summary>301 or 302; 0 to rewrite.</summary>
    public int Redirect { get; set; }

    public bool IsLast { get; set; }

    public bool IsBreak { get; set; }

    /// <summary>The request's arguments go behind those of the replacement.</summary>
    public bool AppendsArguments { get; set; }

    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var log = RewriteConf.Slot.Of(request).Log.Value;
        if (!RewriteRegex.IsMatch(Pattern, request, request.Uri))
        {
            if (log)
                request.Log.Write(LogLevel.Notice, request, $"\"{Pattern.Pattern}\" does not match \"{request.Uri}\"");
            return HandlerResult.Declined;
        }

        if (log)
            request.Log.Write(LogLevel.Notice, request, $"\"{Pattern.Pattern}\" matches \"{request.Uri}\"");
        var (path, arguments) = Replacement.Evaluate(request);
        if (AppendsArguments && !request.Arguments.IsEmpty)
            arguments = arguments is { IsEmpty: false } own ? Join(request.Arena, own, "&"u8, request.Arguments) : request.Arguments;
        return Redirect != 0 ? RedirectTo(request, path, arguments, log) : Change(request, path, arguments, log);
    }

    private HandlerResult Change(HttpRequest request, ByteString path, ByteString? arguments, bool log)
    {
        request.Uri = path;
        request.IsUriOriginal = false;
        request.IsInternal = true;
        if (arguments is not null || !AppendsArguments)
            request.Arguments = arguments ?? default;
        if (log)
            request.Log.Write(LogLevel.Notice, request, $"rewritten data: \"{request.Uri}\", args: \"{request.Arguments}\"");
        if (request.Uri.IsEmpty)
        {
            request.Log.Write(LogLevel.Error, request, $"the rewritten URI has a zero length");
            return 500;
        }

        request.IsUriChanged = !IsBreak;
        request.IsUriReplaced |= IsBreak;
        return IsBreak || IsLast ? RewriteHandler.Stop : HandlerResult.Declined;
    }

    private HandlerResult RedirectTo(HttpRequest request, ByteString path, ByteString? arguments, bool log)
    {
        var target = request.Arena.Unescape(path, UnescapeKind.Redirect);
        if (arguments is { IsEmpty: false } query)
            target = Join(request.Arena, target, "?"u8, query);
        if (log)
            request.Log.Write(LogLevel.Notice, request, $"rewritten redirect: \"{target}\"");
        request.Response.SetField("Location"u8, target, request.Arena);
        return Redirect;
    }

    private static ByteString Join(ByteArena arena, ByteString left, ReadOnlySpan<byte> separator, ByteString right) =>
        arena.Concat(arena.Concat(left.Span, separator).Span, right.Span);
}
