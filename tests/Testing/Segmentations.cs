namespace Engine.Testing;

/// <summary>The ways in which the network may cut a message.</summary>
public static class Segmentations
{
    /// <summary>Every prefix that is not the whole, the empty one included.</summary>
    public static IEnumerable<byte[]> PrefixesOf(byte[] message)
    {
        for (var length = 0; length < message.Length; length++)
            yield return message[..length];
    }

    /// <summary>The whole, every split in two parts, and byte by byte.</summary>
    public static IEnumerable<byte[][]> Of(byte[] message)
    {
        yield return [message];
        for (var length = 1; length < message.Length; length++)
            yield return [message[..length], message[length..]];
        yield return [.. message.Select(static value => new[] { value })];
    }
}
