using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;

namespace Engine.Core.Log.Access;

/// <summary>One part of a log line: text of the format, or a variable.</summary>
public readonly record struct LogPart(ByteString Text, VariableSlot? Slot);

/// <summary>What a <c>log_format</c> is made of.</summary>
public sealed class LogFormatText
{
    private readonly List<LogPart> parts = [];

    public IReadOnlyList<LogPart> Parts => parts;

    /// <exception cref="ConfException">"invalid parameter", without its place.</exception>
    public static LogFormatText Parse(string text, VariableTable variables)
    {
        var format = new LogFormatText();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '$')
            {
                format.parts.Add(new LogPart(default, variables.Resolve(ReadName(text, ref i))));
                continue;
            }

            var end = text.IndexOf('$', i);
            end = end < 0 ? text.Length : end;
            format.parts.Add(new LogPart(ByteString.From(text[i..end]), null));
            i = end;
        }

        return format;
    }

    /// <summary>The name behind the "$" at <paramref name="i"/>, which moves behind it.</summary>
    private static string ReadName(string text, ref int i)
    {
        var start = ++i;
        var isBraced = i < text.Length && text[i] == '{';
        if (isBraced)
            start = ++i;
        while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'))
            i++;
        var name = text[start..i];
        if (isBraced && (i >= text.Length || text[i++] != '}'))
            throw new ConfException($"the closing bracket in \"{text[start..]}\" variable is missing");
        return name.Length > 0 ? name : throw new ConfException($"invalid parameter \"{text[(start - 1)..]}\"");
    }
}
