using Engine.Core.Buffers;

namespace Engine.Http.OpenFiles;

/// <summary>A path for system calls: its bytes, and behind them the zero that ends them.</summary>
public readonly struct FilePath
{
    private readonly ByteString terminated;

    private FilePath(ByteString terminated) => this.terminated = terminated;

    /// <summary>The path itself; empty when there is no such path.</summary>
    public ByteString Text => terminated.IsEmpty ? default : terminated.Slice(0, terminated.Length - 1);

    public ReadOnlySpan<byte> Terminated => terminated.Span;

    /// <summary>No file has this name: it is empty, or a zero byte in it would cut it short.</summary>
    public bool IsImpossible => terminated.Length <= 1 || Text.Span.Contains((byte)0);

    public static FilePath Of(ByteArena arena, ReadOnlySpan<byte> path) => Join(arena, path, default);

    public static FilePath Join(ByteArena arena, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var joined = arena.Allocate(first.Length + second.Length + 1, out var bytes);
        first.CopyTo(bytes);
        second.CopyTo(bytes[first.Length..]);
        bytes[^1] = 0;
        return new FilePath(joined);
    }
}
