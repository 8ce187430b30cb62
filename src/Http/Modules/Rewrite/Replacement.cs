using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Rewrite;

/// <summary>The replacement of a <c>rewrite</c>: a path, and behind "?" arguments, in which captures are escaped.</summary>
internal sealed class Replacement
{
    private readonly ComplexValue path;
    private readonly ComplexValue? arguments;

    private Replacement(ComplexValue path, ComplexValue? arguments)
    {
        this.path = path;
        this.arguments = arguments;
    }

    /// <param name="isRedirect">The path goes to the client: captures are escaped there, too.</param>
    public static Replacement Compile(string text, bool isRedirect, DirectiveUse use)
    {
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? text : text[..question];
        return new Replacement(
            ComplexValue.Compile(path, use, isRedirect ? Escape : null),
            question < 0 ? null : ComplexValue.Compile(text[(question + 1)..], use, Escape));
    }

    /// <summary>The new path, and the arguments that the replacement gives (null when it has no "?").</summary>
    public (ByteString Path, ByteString? Arguments) Evaluate(HttpRequest request) => (path.Evaluate(request), arguments?.Evaluate(request));

    /// <summary>A capture of a path that was sent with escapes is escaped again.</summary>
    private static ByteString Escape(ScriptContext context, ByteString capture) =>
        Reinterpret.As<HttpRequest>(context).IsUriEncoded ? context.Arena.Escape(capture, EscapeKind.Args) : capture;
}
