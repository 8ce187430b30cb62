using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Text;
using Engine.Http.Conf;
using Engine.Http.Requests;
using Engine.Http.Variables;

namespace Engine.Http.Scripting;

/// <summary>A regular expression of the configuration; a match leaves its captures in the request, named ones in variables.</summary>
public sealed class RequestRegex
{
    private readonly Regex regex;
    private readonly (VariableSlot Slot, int Group)[] named;

    private RequestRegex(ByteString pattern, Regex regex, (VariableSlot, int)[] named)
    {
        Pattern = pattern;
        this.regex = regex;
        this.named = named;
    }

    public ByteString Pattern { get; }

    public int CaptureCount => regex.CaptureCount;

    public static RequestRegex Compile(ByteString pattern, bool ignoreCase, DirectiveUse use)
    {
        if (!Regex.TryCompile(pattern, ignoreCase ? RegexFlags.CaseInsensitive : RegexFlags.None, out var regex, out var error, out _))
            throw use.Error(error);
        var variables = HttpScope.Of(use).Configuration.Variables;
        var named = regex!.Names.Select(name => (variables.DefineSettable(name.Name, use), name.Index)).ToArray();
        return new RequestRegex(pattern, regex, named);
    }

    /// <summary>The first two captures of a match, which leaves nothing in the request.</summary>
    public bool TrySplit(HttpRequest request, ByteString subject, out ByteString first, out ByteString second)
    {
        first = second = default;
        var captures = request.SpareCaptures;
        var groupCount = regex.CaptureCount + 1;
        if (regex.Match(subject.Span, 0, captures.Prepare(groupCount)) <= 0)
            return false;
        captures.Accept(subject, groupCount);
        (first, second) = (captures[1], captures[2]);
        return true;
    }

    public bool IsMatch(HttpRequest request, ByteString subject)
    {
        // Into a fresh vector: a failed match leaves the captures of the one before, as in nginx.
        var captures = request.SpareCaptures;
        var groupCount = regex.CaptureCount + 1;
        var result = regex.Match(subject.Span, 0, captures.Prepare(groupCount));
        if (result <= 0)
        {
            if (result < 0)
                request.Log.Write(LogLevel.Alert, request, $"pcre2_match() failed: {result} on \"{subject}\" using \"{Pattern}\"");
            return false;
        }

        captures.Accept(subject, groupCount);
        request.SwapCaptures();
        foreach (var (slot, group) in named)
            request.Store(slot, VariableValue.Of(captures[group]));
        return true;
    }
}
