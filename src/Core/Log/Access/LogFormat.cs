using Engine.Core.Scripting;

namespace Engine.Core.Log.Access;

/// <summary>How values of variables are written (<c>log_format name escape=…</c>).</summary>
public enum LogEscape
{
    /// <summary>\xHH for control bytes, quotes, backslashes and bytes above 126; "-" for a value that is not there.</summary>
    Default,

    /// <summary>As inside a JSON string.</summary>
    Json,

    None,
}

/// <summary>A <c>log_format</c>, compiled to parts that are written straight into the line.</summary>
public class LogFormat(LogFormatText text, LogEscape escape)
{
    private readonly LogPart[] parts = [.. text.Parts];

    /// <summary>The line for a context, newline included; valid until the next line is written on this thread.</summary>
    public ReadOnlySpan<byte> Write(ScriptContext context, bool escapesNonAscii)
    {
        var line = LogLine.Begin(escape, escapesNonAscii);
        WriteParts(context, ref line);
        return line.End();
    }

    protected virtual void WriteParts(ScriptContext context, ref LogLine line)
    {
        foreach (ref readonly var part in parts.AsSpan())
        {
            if (part.Slot is null)
                line.Append(part.Text.Span);
            else
                line.AppendValue(context.Get(part.Slot));
        }
    }
}
