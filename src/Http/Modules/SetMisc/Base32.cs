using System.Text;

namespace Engine.Http.Modules.SetMisc;

/// <summary>32 characters, and what each stands for; any other one stands for 0, as in the module that this follows.</summary>
public sealed class Base32Alphabet
{
    private readonly byte[] characters;
    private readonly byte[] values = new byte[256];

    public Base32Alphabet(string text)
    {
        Text = text;
        characters = Encoding.Latin1.GetBytes(text);
        for (var i = 0; i < characters.Length; i++)
            values[characters[i]] = (byte)i;
    }

    public string Text { get; }

    public byte CharacterOf(int value) => characters[value];

    public int ValueOf(byte character) => values[character];
}

/// <summary>Base32 (RFC 4648 section 6), by default with the extended hex alphabet in lower case.</summary>
internal static class Base32
{
    private const int BitsPerCharacter = 5;
    private const int CharactersPerBlock = 8;

    public static readonly Base32Alphabet Extended = new("0123456789abcdefghijklmnopqrstuv");

    public static int Encode(ReadOnlySpan<byte> text, Span<byte> output, SetMiscConf conf)
    {
        var alphabet = conf.Base32Alphabet.Value;
        int bits = 0, held = 0, written = 0;
        foreach (var value in text)
        {
            bits = (bits << 8) | value;
            for (held += 8; held >= BitsPerCharacter; held -= BitsPerCharacter)
                output[written++] = alphabet.CharacterOf((bits >> (held - BitsPerCharacter)) & 0x1F);
            bits &= (1 << held) - 1;
        }

        if (held > 0)
            output[written++] = alphabet.CharacterOf((bits << (BitsPerCharacter - held)) & 0x1F);
        while (conf.Base32Padding.Value && written % CharactersPerBlock != 0)
            output[written++] = (byte)'=';
        return written;
    }

    /// <summary>Padding may be missing. A rest of a length that no encoding has is left out.</summary>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> output, SetMiscConf conf)
    {
        text = text.TrimEnd((byte)'=');
        if (text.Length % CharactersPerBlock is 1 or 3 or 6)
            text = text[..^(text.Length % CharactersPerBlock)];
        int bits = 0, held = 0, written = 0;
        foreach (var character in text)
        {
            bits = (bits << BitsPerCharacter) | conf.Base32Alphabet.Value.ValueOf(character);
            held += BitsPerCharacter;
            if (held < 8)
                continue;
            held -= 8;
            output[written++] = (byte)(bits >> held);
            bits &= (1 << held) - 1;
        }

        return written;
    }
}
