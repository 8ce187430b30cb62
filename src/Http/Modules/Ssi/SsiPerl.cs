using Engine.Core.Buffers;
using Engine.Http.Modules.Perl;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Ssi;

/// <summary><c>perl</c>: the output of a function, called with the values of <c>arg</c> as they are written.</summary>
internal static class SsiPerl
{
    /// <summary>False, and logged, when the command can't be carried out.</summary>
    public static bool Run(HttpRequest request, SsiState state)
    {
        var command = state.Parser.Command;
        Span<int> lengths = stackalloc int[SsiCommand.MaxParameters];
        var count = 0;
        var texts = default(ByteString);
        for (var i = 0; i < command.Count; i++)
        {
            if (!command.Key(i).Equals("arg"u8))
                continue;
            var text = command.Value(i);
            lengths[count++] = text.Length;
            texts = request.Arena.Concat(texts.Span, text.Span);
        }

        return PerlPage.Run(request, state, state.Arguments[0]!.Value.Span, texts.Span, lengths[..count]);
    }
}
