using System.Buffers;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Ssi;

/// <summary><c>block</c> and <c>endblock</c>: text that stands in for an inclusion that has nothing to show. Its commands stay as they are until then.</summary>
internal static class SsiBlocks
{
    public static bool Begin(HttpRequest request, SsiState state)
    {
        state.Block = state.Page.BeginBlock(request.Main.Arena.Copy(state.Arguments[0]!.Value.Span));
        return true;
    }

    public static bool End(SsiState state)
    {
        state.Block = null;
        return true;
    }

    /// <summary>A command within a block is put together again.</summary>
    public static void Keep(HttpRequest request, SsiState state, SsiCommand command)
    {
        var output = state.Scratch;
        output.ResetWrittenCount();
        output.Write("<!--#"u8);
        output.Write(command.NameBytes);
        output.Write(" "u8);
        for (var i = 0; i < command.Count; i++)
        {
            var value = command.Value(i).Span;
            var quote = NeedsSingleQuotes(value) ? "'"u8 : "\""u8;
            output.Write(command.Key(i).Span);
            output.Write("="u8);
            output.Write(quote);
            output.Write(value);
            output.Write(quote);
            output.Write(" "u8);
        }

        output.Write("-->"u8);
        state.Block!.Add(request.Main.Arena.Copy(output.WrittenSpan));
    }

    /// <summary>It was in single quotes: there is a double one in it that no backslash hides.</summary>
    private static bool NeedsSingleQuotes(ReadOnlySpan<byte> value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '"')
                return true;
            if (value[i] == '\\')
                i++;
        }

        return false;
    }
}
