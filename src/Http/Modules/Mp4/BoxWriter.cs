using System.Buffers.Binary;

namespace Engine.Http.Modules.Mp4;

/// <summary>Writes boxes into an array that has room for them.</summary>
internal sealed class BoxWriter(byte[] array)
{
    public int Position { get; set; }

    public Memory<byte> Written => array.AsMemory(0, Position);

    /// <summary>Begins a box; its place is for <see cref="End"/>, when its length is known.</summary>
    public int Begin(uint type)
    {
        var start = Position;
        Write(0u);
        Write(type);
        return start;
    }

    public void End(int start) => BinaryPrimitives.WriteInt32BigEndian(array.AsSpan(start), Position - start);

    public void Write(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(array.AsSpan(Position), value);
        Position += sizeof(uint);
    }

    public void Write(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(array.AsSpan(Position), value);
        Position += sizeof(ulong);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(array.AsSpan(Position));
        Position += bytes.Length;
    }

    /// <summary>The header of the box that the media data are in.</summary>
    public void BeginMedia(long length)
    {
        var isLarge = length > uint.MaxValue - 8;
        Write(isLarge ? 1u : (uint)(length + 8));
        Write(BoxType.Mdat);
        if (isLarge)
            Write((ulong)length + BoxHeader.MaxLength);
    }
}
