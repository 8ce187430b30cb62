using Engine.Core.Buffers;
using Engine.Interop;

namespace Engine.Http.Modules.Ssi;

/// <summary>The words of one command: its name, and parameters with their values as they were written.</summary>
internal sealed class SsiCommand
{
    /// <summary>How many parameters a command may have (nginx: NGX_HTTP_SSI_MAX_PARAMS).</summary>
    public const int MaxParameters = 16;

    /// <summary>The longest name of a command or parameter (nginx: NGX_HTTP_SSI_COMMAND_LEN, NGX_HTTP_SSI_PARAM_LEN).</summary>
    private const int MaxName = 32;

    private readonly byte[] name = new byte[MaxName];
    private readonly Parameter[] parameters = new Parameter[MaxParameters + 1];
    private byte[] bytes = new byte[512];
    private int nameLength;
    private int used;
    private int valueLength;

    /// <summary>Parameters so far; those beyond the seventeenth take its place, for such a command is refused.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<byte> NameBytes => name.AsSpan(0, nameLength);

    public string Name => SystemText.Decode(NameBytes);

    public string LastKey => SystemText.Decode(Key(Count - 1).Span);

    public string LastValue => SystemText.Decode(Value(Count - 1).Span);

    /// <summary>The bytes are valid until the next command begins.</summary>
    public ByteString Key(int index) => new(bytes, parameters[index].Start, parameters[index].KeyLength);

    public ByteString Value(int index) => new(bytes, parameters[index].Start + parameters[index].KeyLength, parameters[index].ValueLength);

    public void Begin(int longestValue)
    {
        valueLength = longestValue;
        Clear();
    }

    public void Clear() => nameLength = used = Count = 0;

    /// <summary>False when the name is too long.</summary>
    public bool AddToName(byte b)
    {
        if (nameLength == MaxName)
            return false;
        name[nameLength++] = b;
        return true;
    }

    public void BeginParameter()
    {
        if (Count <= MaxParameters)
            Count++;
        else
            used = parameters[Count - 1].Start;
        parameters[Count - 1] = new Parameter { Start = used };
    }

    public bool AddToKey(byte b)
    {
        ref var last = ref parameters[Count - 1];
        if (last.KeyLength == MaxName)
            return false;
        Append(b);
        last.KeyLength++;
        return true;
    }

    public bool AddToValue(byte b)
    {
        ref var last = ref parameters[Count - 1];
        if (last.ValueLength == valueLength)
            return false;
        Append(b);
        last.ValueLength++;
        return true;
    }

    private void Append(byte b)
    {
        if (used == bytes.Length)
            Array.Resize(ref bytes, used * 2);
        bytes[used++] = b;
    }

    private struct Parameter
    {
        public int Start;
        public int KeyLength;
        public int ValueLength;
    }
}
