using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Http.Scripting;

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

    public static Replacement Compile(string text, DirectiveUse use)
    {
        var question = text.IndexOf('?', StringComparison.Ordinal);
        return question < 0
            ? new Replacement(ComplexValue.Compile(text, use), null)
            : new Replacement(ComplexValue.Compile(text[..question], use), ComplexValue.Compile(text[(question + 1)..], use, EscapeKind.Args));
    }

    /// <summary>The new path, and the arguments that the replacement gives (null when it has no "?").</summary>
    public (ByteString Path, ByteString? Arguments) Evaluate(HttpRequest request) => (path.Evaluate(request), arguments?.Evaluate(request));
}
