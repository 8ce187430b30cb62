using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Ssi;

/// <summary><c>if</c>, <c>elif</c>, <c>else</c>, <c>endif</c>.</summary>
internal static class SsiIf
{
    private enum Truth
    {
        No,
        Yes,
        Invalid,
    }

    public static bool Run(HttpRequest request, SsiState state, bool isElse)
    {
        var conditions = state.Conditions;
        if (isElse && !conditions.IsInIf)
            return OutOfPlace(request, state);
        if (isElse ? conditions.IsChosen || conditions.IsHidden : !conditions.IsOutput)
        {
            if (isElse)
                conditions.ElseIf(false);
            else
                conditions.Open(false);
            return true;
        }

        var truth = Evaluate(request, state, state.Arguments[0]!.Value);
        if (isElse)
            conditions.ElseIf(truth == Truth.Yes);
        else if (truth == Truth.Invalid)
            conditions.OpenInvalid();
        else
            conditions.Open(truth == Truth.Yes);
        return truth != Truth.Invalid;
    }

    public static bool Else(HttpRequest request, SsiState state)
    {
        if (!state.Conditions.IsInIf)
            return OutOfPlace(request, state);
        state.Conditions.Else();
        return true;
    }

    public static bool End(HttpRequest request, SsiState state) => state.Conditions.TryEnd() || OutOfPlace(request, state);

    private static bool OutOfPlace(HttpRequest request, SsiState state)
    {
        request.Log.Write(LogLevel.Error, request, $"invalid context of SSI command: \"{state.Parser.Command.NameBytes}\"");
        return false;
    }

    /// <summary>"$a", "$a = text", "$a != text", "$a = /regex/".</summary>
    private static Truth Evaluate(HttpRequest request, SsiState state, ByteString expression)
    {
        var text = expression.Span;
        var end = 0;
        while (end < text.Length && IsOperand(text[end]))
            end++;
        var operand = SsiText.LowerCase(request, expression.Slice(0, end));
        while (end < text.Length && text[end] == ' ')
            end++;
        if (end == text.Length)
            return !SsiText.TryEvaluate(request, state, operand, out var value) ? Truth.Invalid : value.IsEmpty ? Truth.No : Truth.Yes;
        var isNegated = text[end] == '!';
        if (isNegated)
            end++;
        if (end == text.Length || text[end] != '=')
            return Invalid(request, expression);
        end++;
        while (end < text.Length && text[end] == ' ')
            end++;
        return Compare(request, state, expression, operand, expression.Slice(end), isNegated);
    }

    private static Truth Compare(HttpRequest request, SsiState state, ByteString expression, ByteString left, ByteString right, bool isNegated)
    {
        var isRegex = right.Length > 1 && right[0] == '/';
        if (isRegex && right[right.Length - 1] != '/')
            return Invalid(request, expression);
        if (isRegex)
            right = right.Slice(1, right.Length - 2);
        else if (right.Span.StartsWith("\\/"u8))
            right = right.Slice(1);
        if (!SsiText.TryEvaluate(request, state, left, out var subject) || !SsiText.TryEvaluate(request, state, right, out var operand))
            return Truth.Invalid;
        var truth = isRegex ? Match(request, state, subject, operand) : subject == operand ? Truth.Yes : Truth.No;
        if (truth == Truth.Invalid || !isNegated)
            return truth;
        return truth == Truth.Yes ? Truth.No : Truth.Yes;
    }

    private static Truth Match(HttpRequest request, SsiState state, ByteString subject, ByteString pattern)
    {
        if (SsiRegexes.Find(request, pattern) is not { } regex)
            return Truth.Invalid;
        var groupCount = regex.CaptureCount + 1;
        var result = regex.Match(subject.Span, 0, state.Page.PrepareCaptures(groupCount));
        if (result < 0)
        {
            request.Log.Write(LogLevel.Alert, request, $"pcre2_match() failed: {result} on \"{subject}\" using \"{pattern}\"");
            return Truth.Invalid;
        }

        if (result == 0)
            return Truth.No;
        state.Page.AcceptCaptures(subject, groupCount);
        foreach (var (name, group) in regex.Names)
            state.Page.Set(SsiText.LowerCase(request, ByteString.From(name)), state.Page.Group(group));
        return Truth.Yes;
    }

    private static Truth Invalid(HttpRequest request, ByteString expression)
    {
        request.Log.Write(LogLevel.Error, request, $"invalid expression in \"{expression}\"");
        return Truth.Invalid;
    }

    private static bool IsOperand(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'$' or (byte)'{' or (byte)'}' or (byte)'_' or (byte)'"' or (byte)'\'';
}
