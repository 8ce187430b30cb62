using System.Buffers.Binary;
using System.Numerics;

namespace Engine.Core.Zones;

/// <summary>SipHash-2-4 with a result of 128 bits (Aumasson and Bernstein, "SipHash: a fast short-input PRF").</summary>
internal static class SipHash
{
    public static UInt128 Hash128(ReadOnlySpan<byte> message, UInt128 key)
    {
        var (k0, k1) = ((ulong)key, (ulong)(key >> 64));
        var state = new State(k0 ^ 0x736F_6D65_7073_6575, k1 ^ 0x646F_7261_6E64_6F6D ^ 0xEE, k0 ^ 0x6C79_6765_6E65_7261, k1 ^ 0x7465_6462_7974_6573);
        var last = (ulong)message.Length << 56;
        for (; message.Length >= 8; message = message[8..])
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(message));
        for (var i = 0; i < message.Length; i++)
            last |= (ulong)message[i] << (8 * i);
        state.Absorb(last);
        return new UInt128(lower: state.Finish(0xEE, toSecond: false), upper: state.Finish(0xDD, toSecond: true));
    }

    private struct State(ulong v0, ulong v1, ulong v2, ulong v3)
    {
        public void Absorb(ulong word)
        {
            v3 ^= word;
            Round();
            Round();
            v0 ^= word;
        }

        public ulong Finish(ulong constant, bool toSecond)
        {
            if (toSecond)
                v1 ^= constant;
            else
                v2 ^= constant;
            for (var i = 0; i < 4; i++)
                Round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void Round()
        {
            v0 += v1;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v3;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
