using System.Buffers.Binary;

namespace Engine.LuaBridge.Api.Hash;

/// <summary>The CRC-32 of Ethernet and gzip, eight bytes a step.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[][] Tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF] ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][(high >> 8) & 0xFF] ^ Tables[1][(high >> 16) & 0xFF] ^ Tables[0][high >> 24];
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
            crc = Tables[0][(crc ^ value) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    /// <summary>Table n: what a byte does to the checksum n bytes later.</summary>
    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var n = 0; n < tables.Length; n++)
        {
            tables[n] = new uint[256];
            for (var value = 0u; value < 256; value++)
                tables[n][value] = n == 0 ? OfByte(value) : tables[0][tables[n - 1][value] & 0xFF] ^ (tables[n - 1][value] >> 8);
        }

        return tables;
    }

    private static uint OfByte(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
        return value;
    }
}
