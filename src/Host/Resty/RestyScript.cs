using System.Text;

namespace Engine.Host.Resty;

/// <summary>The Lua code that runs a script of <c>resty</c>: what the command line says, as a table, and resty's own code.</summary>
internal static class RestyScript
{
    public static string ConsoleCode => Read("console.lua");

    public static string MainCode(RestyOptions options)
    {
        var text = new StringBuilder("local options = { arguments = { [0] = ");
        Append(text, options.File ?? "-e");
        foreach (var argument in options.Arguments)
        {
            text.Append(", ");
            Append(text, argument);
        }

        text.Append(" }, code = ");
        AppendAll(text, options.All("-e"));
        text.Append(", libraries = ");
        AppendAll(text, options.All("-l"));
        if (options.File is { } file)
        {
            text.Append(", file = ");
            Append(text, file);
        }

        if (options.Last("-j") is { } jit)
        {
            text.Append(", jit = ");
            Append(text, jit);
        }

        return text.Append(" }\n").Append(Read("main.lua")).ToString();
    }

    private static void AppendAll(StringBuilder text, IEnumerable<string> values)
    {
        text.Append("{ ");
        foreach (var value in values)
        {
            Append(text, value);
            text.Append(", ");
        }

        text.Append('}');
    }

    /// <summary>As a string literal; every byte that is not plain is written by its number.</summary>
    private static void Append(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var part in Interop.SystemText.Encode(value))
        {
            if (part is >= 0x20 and < 0x7f and not ((byte)'"' or (byte)'\\'))
                text.Append((char)part);
            else
                text.Append('\\').Append(part.ToString("D3", System.Globalization.CultureInfo.InvariantCulture));
        }

        text.Append('"');
    }

    private static string Read(string name)
    {
        using var stream = typeof(RestyScript).Assembly.GetManifestResourceStream("Resty/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
