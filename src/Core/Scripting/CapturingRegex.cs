using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Text;

namespace Engine.Core.Scripting;

/// <summary>A regular expression of the configuration; a match leaves its captures in the context, named ones in variables.</summary>
public sealed class CapturingRegex
{
    private readonly Regex regex;
    private readonly (VariableSlot Slot, int Group)[] named;

    private CapturingRegex(ByteString pattern, Regex regex, (VariableSlot, int)[] named)
    {
        Pattern = pattern;
        this.regex = regex;
        this.named = named;
    }

    public ByteString Pattern { get; }

    public int CaptureCount => regex.CaptureCount;

    public static CapturingRegex Compile(ByteString pattern, bool ignoreCase, DirectiveUse use)
    {
        if (!Regex.TryCompile(pattern, ignoreCase ? RegexFlags.CaseInsensitive : RegexFlags.None, out var regex, out var error, out _))
            throw use.Error(error);
        var variables = VariableTable.Of(use);
        var named = regex!.Names.Select(name => (variables.DefineSettable(name.Name, use), name.Index)).ToArray();
        return new CapturingRegex(pattern, regex, named);
    }

    /// <summary>The first two captures of a match, which leaves nothing in the context.</summary>
    public bool TrySplit(ScriptContext context, ByteString subject, out ByteString first, out ByteString second)
    {
        first = second = default;
        var captures = context.SpareCaptures;
        var groupCount = regex.CaptureCount + 1;
        if (regex.Match(subject.Span, 0, captures.Prepare(groupCount)) <= 0)
            return false;
        captures.Accept(subject, groupCount);
        (first, second) = (captures[1], captures[2]);
        return true;
    }

    public bool IsMatch(ScriptContext context, ByteString subject)
    {
        // Into a fresh vector: a failed match leaves the captures of the one before, as in nginx.
        var captures = context.SpareCaptures;
        var groupCount = regex.CaptureCount + 1;
        var result = regex.Match(subject.Span, 0, captures.Prepare(groupCount));
        if (result <= 0)
        {
            if (result < 0)
                context.Log.Write(LogLevel.Alert, context, $"pcre2_match() failed: {result} on \"{subject}\" using \"{Pattern}\"");
            return false;
        }

        captures.Accept(subject, groupCount);
        context.SwapCaptures();
        foreach (var (slot, group) in named)
            context.Store(slot, VariableValue.Of(captures[group]));
        return true;
    }
}
