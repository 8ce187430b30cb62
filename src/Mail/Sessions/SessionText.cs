namespace Engine.Mail.Sessions;

/// <summary>
/// Bytes that a session keeps of its client or of the auth server. What is kept next takes their place, so that a session needs no more memory the
/// longer it lasts.
/// </summary>
internal sealed class SessionText
{
    /// <summary>A session that is reused keeps no more than this.</summary>
    private const int MaxKept = 256;

    private byte[] bytes = [];
    private int length;

    /// <summary>Something was kept, be it nothing.</summary>
    public bool IsSet { get; private set; }

    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, length);

    public bool IsEmpty => length == 0;

    public void Set(ReadOnlySpan<byte> value) => value.CopyTo(Allocate(value.Length));

    /// <summary>Room to be written, all of it kept.</summary>
    public Span<byte> Allocate(int size)
    {
        if (bytes.Length < size)
            bytes = new byte[Math.Max(size, 2 * bytes.Length)];
        length = size;
        IsSet = true;
        return bytes.AsSpan(0, size);
    }

    /// <summary>Less was written.</summary>
    public void Shorten(int size) => length = size;

    /// <summary>Forgets the value, as after it was never set.</summary>
    public void Clear()
    {
        // It may be a password.
        bytes.AsSpan(0, length).Clear();
        length = 0;
        IsSet = false;
        if (bytes.Length > MaxKept)
            bytes = [];
    }
}
