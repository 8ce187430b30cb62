namespace Engine.Core.Buffers;

/// <summary>Byte strings that many places need.</summary>
public static class ByteStrings
{
    public static readonly ByteString Slash = ByteString.Copy("/"u8);
}
