using System.Runtime.CompilerServices;
using Engine.Mail.Sessions;

namespace Engine.Mail.Protocols;

/// <summary>The arguments of a command, as places in its bytes.</summary>
internal struct CommandWords
{
    /// <summary>More than any command has; SMTP's are the longest.</summary>
    public const int Most = 11;

    private Places places;

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    /// <param name="hasEscapes">Backslashes stand before characters that are meant as they are.</param>
    public void Add(int start, int end, bool hasEscapes = false) => places[Count++] = new Place(start, end, hasEscapes);

    public readonly ReadOnlySpan<byte> Of(ReadOnlySpan<byte> command, int index) => command[places[index].Start..places[index].End];

    /// <summary>Keeps a word, without escapes.</summary>
    public readonly void CopyTo(SessionText target, ReadOnlySpan<byte> command, int index)
    {
        var word = Of(command, index);
        if (places[index].HasEscapes)
            Unescape(target, word);
        else
            target.Set(word);
    }

    private static void Unescape(SessionText target, ReadOnlySpan<byte> word)
    {
        var room = target.Allocate(word.Length);
        var written = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '\\' && i + 1 < word.Length)
                i++;
            room[written++] = word[i];
        }

        target.Shorten(written);
    }

    private readonly record struct Place(int Start, int End, bool HasEscapes);

    [InlineArray(Most)]
    private struct Places
    {
        private Place first;
    }
}
