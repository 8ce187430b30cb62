namespace Engine.Interop.Libperl;

/// <summary>A function that stays callable until it is disposed, on its interpreter's thread.</summary>
public sealed class PerlCode : IDisposable
{
    private readonly PerlInterpreter interpreter;
    private nint reference;

    internal PerlCode(PerlInterpreter interpreter, nint reference)
    {
        this.interpreter = interpreter;
        this.reference = reference;
    }

    internal nint Reference => reference;

    public void Dispose()
    {
        interpreter.Drop(reference);
        reference = 0;
    }
}

/// <summary>How an entry into Perl ended; valid until the next one.</summary>
public readonly ref struct PerlOutcome
{
    internal PerlOutcome(bool hasDied, PerlValue value)
    {
        HasDied = hasDied;
        Value = value;
    }

    /// <summary>The code died; <see cref="Value"/> is what it died of.</summary>
    public bool HasDied { get; }

    /// <summary>What the code returned.</summary>
    public PerlValue Value { get; }

    /// <summary>The error without the newline at its end.</summary>
    public ReadOnlySpan<byte> Error => Value.Bytes.TrimEnd((byte)'\n');
}
