using System.Globalization;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Zones;
using Engine.Interop;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>A cache as one configuration declares it (<c>proxy_cache_path</c>): a directory of files, and the index of a zone.</summary>
internal sealed class CachePath
{
    private const int KeyDigits = 32;
    private static long lastTemporary = Environment.ProcessId;

    private readonly byte[] pathBytes;

    public CachePath(string path, int[] levels, SharedZone zone)
    {
        Path = path;
        Levels = levels;
        Zone = zone;
        pathBytes = SystemText.Encode(path);
        NameLength = pathBytes.Length + levels.Sum() + levels.Length + KeyDigits + 2;
    }

    public string Path { get; }

    /// <summary>How many digits of a key each level of directories takes.</summary>
    public int[] Levels { get; }

    public SharedZone Zone { get; }

    /// <summary>The index that <see cref="Zone"/> holds once the configuration is loaded.</summary>
    public CacheIndex Index { get; private set; } = null!;

    /// <summary>Files are written in the module's temporary directory first; otherwise beside their place.</summary>
    public bool UsesTempPath { get; init; } = true;

    public long MaxBlocks { get; init; } = long.MaxValue;

    /// <summary>Bytes that stay free on the file system; 0 when that does not matter.</summary>
    public long MinFree { get; init; }

    public long InactiveSeconds { get; init; } = 600;

    public CachePace Loader { get; init; }

    public CachePace Manager { get; init; }

    /// <summary>The length of a file's name with its zero.</summary>
    public int NameLength { get; }

    public CacheTimes TimesAt(LoopClock clock) => new(clock.UnixSeconds, InactiveSeconds);

    /// <summary>Takes over the index of the configuration before, or makes one. Null, or why that is not possible, in nginx's words.</summary>
    public string? Open()
    {
        Index = Zone.Open(zone => new CacheIndex(zone.Size, Path, Levels));
        if (Index.Path != Path)
            return $"cache \"{Zone.Name}\" uses the \"{Path}\" cache path while previously it used the \"{Index.Path}\" cache path";
        return Index.Levels.AsSpan().SequenceEqual(Levels) ? null : $"cache \"{Zone.Name}\" had previously different levels";
    }

    /// <summary>Writes the zero-terminated name of a key's file: path, levels from the key's end, the key in hexadecimal digits.</summary>
    public void WriteName(UInt128 key, Span<byte> name)
    {
        var writer = new SpanWriter(name);
        writer.Write(pathBytes);
        Span<byte> digits = stackalloc byte[KeyDigits];
        key.TryFormat(digits, out _, "x32", CultureInfo.InvariantCulture);
        var end = KeyDigits;
        foreach (var level in Levels)
        {
            writer.Write((byte)'/');
            writer.Write(digits[(end - level)..end]);
            end -= level;
        }

        writer.Write((byte)'/');
        writer.Write(digits);
        writer.Write((byte)0);
    }

    /// <summary>The same as text, for logs.</summary>
    public string NameOf(UInt128 key)
    {
        Span<byte> name = stackalloc byte[NameLength];
        WriteName(key, name);
        return SystemText.Decode(name[..^1]);
    }

    /// <summary>A name beside a key's file that nobody else uses.</summary>
    public string NextTemporaryName(UInt128 key) =>
        string.Create(CultureInfo.InvariantCulture, $"{NameOf(key)}.{Interlocked.Increment(ref lastTemporary) % 10_000_000_000:D10}");

    public int Delete(UInt128 key)
    {
        Span<byte> name = stackalloc byte[NameLength];
        WriteName(key, name);
        return FileChanges.Unlink(name);
    }

    /// <summary>Makes the directories of a key's file; those that are there do no harm.</summary>
    public void MakeDirectories(UInt128 key)
    {
        var name = NameOf(key);
        for (var i = Path.Length + 1; (i = name.IndexOf('/', i)) > 0; i++)
            Files.MakeDirectory(name[..i], 0x1C0);
    }

    /// <summary>Takes hold of a key's entry; when the zone is full the oldest one makes room. <see cref="CacheIndexOutcome.Full"/> is logged.</summary>
    public CacheIndexOutcome Hold(UInt128 key, int minUses, LoopClock clock, ErrorLog log, ILogContext context, ref CacheEntry? entry, out bool exists, out int error)
    {
        var times = TimesAt(clock);
        var outcome = Index.Open(key, times, minUses, ref entry, out exists, out error);
        if (outcome != CacheIndexOutcome.Full)
            return outcome;
        Evict(times.NowSeconds, force: true, out _);
        outcome = Index.Open(key, times, minUses, ref entry, out exists, out error);
        if (outcome == CacheIndexOutcome.Full)
            log.Write(LogLevel.Alert, context, $"could not allocate node in cache keys zone \"{Zone.Name}\"");
        return outcome;
    }

    /// <summary>Removes the oldest entry and its file; false when there is none whose time has come.</summary>
    public bool Evict(long nowSeconds, bool force, out long waitSeconds)
    {
        if (!Index.TryEvict(nowSeconds, InactiveSeconds, force, out var key, out var hadFile, out waitSeconds))
            return false;
        if (hadFile)
            Delete(key);
        return true;
    }

    public static long BlocksOf(long length) => (length + CacheIndex.BlockSize - 1) / CacheIndex.BlockSize;
}

/// <summary>How much a loader or manager does in one go, and how long it rests in between.</summary>
internal readonly record struct CachePace(long Files, long SleepMs, long ThresholdMs)
{
    public static readonly CachePace Default = new(100, 50, 200);
}
