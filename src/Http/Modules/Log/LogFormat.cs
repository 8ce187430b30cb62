using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Log;

/// <summary>How values of variables are written (<c>log_format name escape=…</c>).</summary>
internal enum LogEscape
{
    /// <summary>\xHH for control bytes, quotes, backslashes and bytes above 126; "-" for a value that is not there.</summary>
    Default,

    /// <summary>As inside a JSON string.</summary>
    Json,

    None,
}

/// <summary>A <c>log_format</c>, compiled to a list of operations that write straight into the line.</summary>
internal sealed class LogFormat
{
    public const string CombinedName = "combined";

    private const string CombinedText =
        "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\"";

    private readonly LogOperation[] operations;
    private readonly LogEscape escape;

    private LogFormat(LogOperation[] operations, LogEscape escape)
    {
        this.operations = operations;
        this.escape = escape;
    }

    public static LogFormat Combined(HttpConfiguration configuration) => Compile(CombinedText, LogEscape.Default, configuration);

    /// <exception cref="ConfException">"invalid parameter", without its place.</exception>
    public static LogFormat Compile(string text, LogEscape escape, HttpConfiguration configuration)
    {
        var operations = new List<LogOperation>();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '$')
            {
                operations.Add(LogOperation.Of(ReadName(text, ref i), configuration.Variables));
                continue;
            }

            var end = text.IndexOf('$', i);
            end = end < 0 ? text.Length : end;
            operations.Add(LogOperation.Of(ByteString.From(text[i..end])));
            i = end;
        }

        return new LogFormat([.. operations], escape);
    }

    /// <summary>The line for a request, newline included; valid until the next line is written on this thread.</summary>
    public ReadOnlySpan<byte> Write(HttpRequest request, bool escapesNonAscii)
    {
        var line = LogLine.Begin(escape, escapesNonAscii);
        foreach (ref readonly var operation in operations.AsSpan())
            operation.Write(request, ref line);
        return line.End();
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
