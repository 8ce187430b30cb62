namespace Engine.Upstream.Balancing.Hash;

/// <summary>CRC-32 of ISO-HDLC, which the memcached clients that <c>hash</c> agrees with use; can be continued over several runs.</summary>
internal struct Crc32
{
    private static readonly uint[] Table = MakeTable();

    private uint state;

    public static Crc32 Start => new() { state = uint.MaxValue };

    public readonly uint Value => ~state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            state = Table[(byte)(state ^ b)] ^ (state >> 8);
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            table[i] = value;
        }

        return table;
    }
}
