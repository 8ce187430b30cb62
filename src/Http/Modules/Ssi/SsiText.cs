using System.Buffers;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Ssi;

/// <summary>Values with variables in them.</summary>
internal static class SsiText
{
    /// <summary>Replaces the variables, and takes away backslashes in front of quotes, backslashes and "$". False, and logged, for a variable without a name and for too long a text.</summary>
    public static bool TryEvaluate(HttpRequest request, SsiState state, ByteString text, out ByteString result)
    {
        result = default;
        var output = state.Scratch;
        output.ResetWrittenCount();
        var span = text.Span;
        for (var i = 0; i < span.Length;)
        {
            if (span[i] == '\\' && i + 1 < span.Length && span[i + 1] is (byte)'\\' or (byte)'\'' or (byte)'"' or (byte)'$')
            {
                output.Write(span.Slice(i + 1, 1));
                i += 2;
            }
            else if (span[i] != '$')
            {
                output.Write(span.Slice(i, 1));
                i++;
            }
            else
            {
                if (!TryReadName(request, text, ref i, out var name))
                    return false;
                if (!TryGet(request, state.Page, name, out var value))
                    continue;
                // Not more than could be kept is put together.
                if (output.WrittenCount + value.Length > state.Page.TextLeft)
                    return state.Page.TryMakeText(request, output.WrittenCount + value.Length);
                output.Write(value.Span);
            }
        }

        if (!state.Page.TryMakeText(request, output.WrittenCount))
            return false;
        result = request.Main.Arena.Copy(output.WrittenSpan);
        return true;
    }

    /// <summary>The value of a variable: the page's own come first.</summary>
    public static bool TryGet(HttpRequest request, SsiPage page, ByteString name, out ByteString value)
    {
        var lower = LowerCase(request, name);
        if (page.TryGet(lower, out value))
            return true;
        if (!request.Configuration.Variables.TryGet(request, lower, out var found) || !found.IsFound)
            return false;
        value = found.Bytes;
        return true;
    }

    /// <summary>Names know no case.</summary>
    public static ByteString LowerCase(HttpRequest request, ByteString name)
    {
        var lower = request.Main.Arena.Allocate(name.Length, out var bytes);
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = name[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(name[i] | 0x20) : name[i];
        return lower;
    }

    /// <summary>The name behind the "$" at <paramref name="i"/>, which moves behind it.</summary>
    private static bool TryReadName(HttpRequest request, ByteString text, ref int i, out ByteString name)
    {
        i++;
        var isBracketed = i < text.Length && text[i] == '{';
        if (isBracketed)
            i++;
        var start = i;
        while (i < text.Length && (char.IsAsciiLetterOrDigit((char)text[i]) || text[i] == '_'))
            i++;
        name = text.Slice(start, i - start);
        if (isBracketed && (i == text.Length || text[i++] != '}'))
        {
            request.Log.Write(LogLevel.Error, request, $"the closing bracket in \"{name}\" variable is missing");
            return false;
        }

        if (!name.IsEmpty)
            return true;
        request.Log.Write(LogLevel.Error, request, $"invalid variable name in \"{text}\"");
        return false;
    }
}
