using System.Runtime.InteropServices;

namespace Engine.Interop.Libperl;

/// <summary>A value of Perl's, valid until Perl is entered the next time (<c>engine_perl_value</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly unsafe struct PerlValue
{
    private const int Text = 1;
    private const int Code = 2;

    private readonly int kind;
    private readonly long number;
    private readonly void* bytes;
    private readonly nuint length;

    internal PerlValue(byte* bytes, int length)
    {
        kind = Text;
        this.bytes = bytes;
        this.length = (nuint)length;
    }

    /// <summary>Neither undefined nor code.</summary>
    public bool IsText => kind == Text;

    /// <summary>A reference to a function.</summary>
    public bool IsCode => kind == Code;

    /// <summary>The text's number; 0 of a text that is none.</summary>
    public long Number => number;

    public ReadOnlySpan<byte> Bytes => kind == Text ? new ReadOnlySpan<byte>(bytes, checked((int)length)) : default;

    internal void* CodeReference => bytes;
}

/// <summary>The arguments of a method, without the object.</summary>
public readonly unsafe ref struct PerlArguments
{
    private readonly PerlValue* values;

    internal PerlArguments(PerlValue* values, int count)
    {
        this.values = values;
        Count = count;
    }

    public int Count { get; }

    /// <summary>An argument; one that was not given is undefined.</summary>
    public PerlValue this[int index] => (uint)index < (uint)Count ? values[index] : default;
}

/// <summary>Where a method's result goes; without one it is undefined.</summary>
public readonly unsafe ref struct PerlReply
{
    private readonly PerlInterpreter interpreter;
    private readonly void* value;

    internal PerlReply(PerlInterpreter interpreter, void* value)
    {
        this.interpreter = interpreter;
        this.value = value;
    }

    public void Set(ReadOnlySpan<byte> text) => interpreter.Reply(value, text);

    public void Set(long number) => interpreter.Reply(value, number);
}
