using System.Buffers;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Upstream.Cache;

internal enum CacheOutcome
{
    /// <summary>There is a response, still valid.</summary>
    Fresh,

    /// <summary>There is one whose time is over; this request fetches the next.</summary>
    Stale,

    /// <summary>The same, and another request is fetching already.</summary>
    Updating,

    /// <summary>There is none; this request may store one.</summary>
    Absent,

    /// <summary>There is none, and none is to be stored: asked for too seldom, or waited for too long.</summary>
    Scarce,

    /// <summary>A status is answered without asking: <see cref="CacheLookup.Error"/>.</summary>
    Error,

    /// <summary>Another request is fetching it: wait, then look again.</summary>
    MustWait,

    /// <summary>The cache does not work; logged.</summary>
    Failed,
}

/// <summary>
/// One request's dealings with a cache: finds the entry and file of its key, holds them, and says in the end what became of it.
/// </summary>
internal sealed class CacheLookup
{
    private readonly CacheWait wait = new();
    private readonly HeadBuffer key = new();
    private HttpRequest request = null!;
    private CacheConf conf = null!;
    private CacheEntry? entry;
    private UInt128 mainKey;
    private UInt128 currentKey;
    private OpenFile? file;
    private byte[]? buffer;
    private int bufferLength;
    private bool isSecondary;
    private bool exists;
    private bool hasWaitedOut;
    private long waitEndMs;
    private long lockEndMs;
    private bool isUpdating;
    private CacheFileHeader header;

    public CachePath Path { get; private set; } = null!;

    /// <summary>What the found file says; of a response that is to be stored, what it will say.</summary>
    public ref CacheFileHeader Header => ref header;

    /// <summary>The status that is answered without asking.</summary>
    public int Error { get; private set; }

    /// <summary>The stale response may be used while it is fetched again, or when it can't be.</summary>
    public bool MayUseWhileUpdating { get; private set; }

    public bool MayUseOnError { get; private set; }

    /// <summary>A file with a response is open.</summary>
    public bool HasFile => file is not null;

    /// <summary>The key, as modules put it together.</summary>
    public HeadBuffer Key => key;

    public UInt128 FileKey => currentKey;

    /// <summary>Begins with the cache of a request; the key is written to <see cref="Key"/> before anything else.</summary>
    public void Begin(HttpRequest owner, CacheConf settings, CachePath path)
    {
        request = owner;
        conf = settings;
        Path = path;
    }

    /// <summary>The key is complete.</summary>
    public void SetKey() => mainKey = currentKey = CacheKey.Hash(key.Memory.Span);

    /// <summary>Looks for the response; again after <see cref="Wait"/>.</summary>
    public CacheOutcome Open()
    {
        while (true)
        {
            var outcome = Path.Hold(currentKey, (int)conf.MinUses.Value, request.Loop.Clock, request.Log, request, ref entry, out exists, out var error);
            if (outcome == CacheIndexOutcome.Full)
                return CacheOutcome.Failed;
            if (outcome == CacheIndexOutcome.Scarce)
                return CacheOutcome.Scarce;
            if (error != 0)
            {
                Error = error;
                return CacheOutcome.Error;
            }

            // A new key may have a file that the loader has not come to.
            if (outcome == CacheIndexOutcome.Known ? !exists : !Path.Index.IsCold)
                return outcome == CacheIndexOutcome.New && conf.MinUses.Value > 1 ? CacheOutcome.Scarce : BeginFetch();
            switch (OpenFile())
            {
                case FileOutcome.OtherVariant:
                    LeaveForVariant();
                    continue;
                case FileOutcome.Failed:
                    return CacheOutcome.Failed;
                case FileOutcome.Absent:
                    return outcome == CacheIndexOutcome.New && conf.MinUses.Value > 1 ? CacheOutcome.Scarce : BeginFetch();
            }

            if (Path.Index.IsCold)
                Path.Index.OnFound(entry!, CachePath.BlocksOf(file!.Status.Size));
            return Judge();
        }
    }

    /// <summary>A request that does not want what is in the cache may still replace it.</summary>
    public bool OpenForStoring() =>
        Path.Hold(currentKey, (int)conf.MinUses.Value, request.Loop.Clock, request.Log, request, ref entry, out exists, out _) != CacheIndexOutcome.Full;

    /// <summary>Done when the request that fetches the same has finished, or must not be waited for any longer, or nobody wants the response.</summary>
    public async ValueTask Wait()
    {
        var now = request.Loop.Clock.SharedMs;
        if (waitEndMs == 0)
            waitEndMs = now + conf.LockTimeoutMs.Value;
        request.AbandonWatcher = wait.GivingUp;
        await wait.For(request.Loop, Path.Index, entry!, Math.Max(Math.Min(waitEndMs, lockEndMs) - now, 1));
        request.AbandonWatcher = null;
        if (request.Loop.Clock.SharedMs < waitEndMs)
            return;
        request.Log.Write(LogLevel.Info, request, $"cache lock timeout");
        hasWaitedOut = true;
    }

    /// <summary>The stored head of the response, as its protocol wrote it. Empty (and logged) when it can't be read.</summary>
    public ReadOnlyMemory<byte> ReadHead()
    {
        if (header.BodyStart <= bufferLength)
            return buffer.AsMemory(header.HeadStart, header.BodyStart - header.HeadStart);
        var larger = new byte[header.BodyStart - header.HeadStart];
        var read = file!.ReadAt(larger, header.HeadStart);
        if (read == larger.Length)
            return larger;
        request.Log.Write(LogLevel.Crit, request, $"cache file \"{Path.NameOf(currentKey)}\" is too short");
        return default;
    }

    public long BodyLength => file!.Status.Size - header.BodyStart;

    /// <summary>The whole body when it came with the header; otherwise it is sent from the file.</summary>
    public bool TryGetBody(out ReadOnlyMemory<byte> body)
    {
        var isHere = file!.Status.Size <= bufferLength;
        body = isHere ? buffer.AsMemory(header.BodyStart, (int)BodyLength) : default;
        return isHere;
    }

    public FileRegion BodyRegion => new(file!, header.BodyStart, BodyLength);

    /// <summary>Writes a new validity into the file that was found, unless it was replaced meanwhile.</summary>
    public void UpdateValidity()
    {
        Span<byte> name = stackalloc byte[Path.NameLength];
        Path.WriteName(currentKey, name);
        var fd = Files.Open(name, Files.O_RDWR);
        if (fd < 0)
            return;
        if (Files.Status(fd, out var status) >= 0 && status.Inode == file!.Status.Inode && status.Device == file.Status.Device)
        {
            Span<byte> validity = stackalloc byte[CacheFileHeader.SizeOfValidity];
            var written = Files.WriteAt(fd, validity, header.FormatValidity(validity));
            if (written < 0)
                request.Log.Write(LogLevel.Crit, request, $"pwrite() \"{Path.NameOf(currentKey)}\" failed", -written);
        }

        Files.Close(fd);
    }

    /// <summary>
    /// Settles under which key a new response is stored: that of its variant when this was looked for as such, else the main key.
    /// </summary>
    public bool ChooseVariant(ByteString vary)
    {
        header.Vary = vary;
        header.Variant = vary.IsEmpty ? default : CacheKey.HashVariant(request, mainKey, vary.Span);
        if (!isSecondary || header.Variant == currentKey)
            return true;
        // The response depends on other fields than before: from now on the main key says on which.
        Release();
        isSecondary = false;
        currentKey = mainKey;
        return OpenForStoring();
    }

    /// <summary>The file is in its place.</summary>
    public void Complete(long length)
    {
        if (entry is null)
            return;
        Path.Index.CompleteUpdate(entry, CachePath.BlocksOf(length));
        entry = null;
        isUpdating = false;
    }

    /// <summary>The request stores nothing (any more). What it found stays open.</summary>
    /// <param name="error">A status that the next ones are answered with until <paramref name="errorValidSeconds"/>; 0 for none.</param>
    public void Release(int error = 0, long errorValidSeconds = 0)
    {
        if (entry is null)
            return;
        Path.Index.Release(entry, isUpdating ? lockEndMs : null, error, errorValidSeconds, isDisposable: conf.MinUses.Value == 1);
        entry = null;
        isUpdating = false;
    }

    public void Clear()
    {
        if (request is null)
            return;
        Release();
        CloseFile();
        key.Clear();
        request = null!;
        conf = null!;
        Path = null!;
        header = default;
        Error = 0;
        waitEndMs = lockEndMs = 0;
        isSecondary = exists = hasWaitedOut = MayUseWhileUpdating = MayUseOnError = false;
    }

    private enum FileOutcome
    {
        Found,
        Absent,
        OtherVariant,
        Failed,
    }

    /// <summary>Nothing to answer with: with <c>proxy_cache_lock</c> only one request fetches.</summary>
    private CacheOutcome BeginFetch()
    {
        if (!conf.Lock.Value)
            return CacheOutcome.Absent;
        var now = request.Loop.Clock.SharedMs;
        isUpdating = Path.Index.TryBeginUpdate(entry!, now, now + conf.LockAgeMs.Value, takesOverLate: true, out lockEndMs);
        if (isUpdating)
            return CacheOutcome.Absent;
        return hasWaitedOut || conf.LockTimeoutMs.Value == 0 ? CacheOutcome.Scarce : CacheOutcome.MustWait;
    }

    /// <summary>A file was found: whether its time is over, and who fetches the next.</summary>
    private CacheOutcome Judge()
    {
        var now = request.Loop.Clock.UnixSeconds;
        if (header.ValidSeconds >= now)
            return CacheOutcome.Fresh;
        MayUseWhileUpdating = header.ValidSeconds + header.UpdatingSeconds >= now;
        MayUseOnError = header.ValidSeconds + header.ErrorSeconds >= now;
        isUpdating = Path.Index.TryBeginUpdate(entry!, 0, 0, takesOverLate: false, out lockEndMs);
        return isUpdating ? CacheOutcome.Stale : CacheOutcome.Updating;
    }

    private FileOutcome OpenFile()
    {
        CloseFile();
        Span<byte> name = stackalloc byte[Path.NameLength];
        Path.WriteName(currentKey, name);
        var fd = Files.Open(name, Files.O_RDONLY | Files.O_NONBLOCK);
        if (fd is -Errno.ENOENT or -Errno.ENOTDIR)
            return FileOutcome.Absent;
        if (fd < 0)
        {
            request.Log.Write(LogLevel.Crit, request, $"open() \"{Path.NameOf(currentKey)}\" failed", -fd);
            return FileOutcome.Failed;
        }

        Files.Status(fd, out var status);
        file = request.Worker.Files.Pool.Rent(fd, status);
        return ReadHeader();
    }

    private FileOutcome ReadHeader()
    {
        buffer = request.Loop.Segments.Rent();
        bufferLength = Math.Max(file!.ReadAt(buffer, 0), 0);
        if (!header.TryRead(new ByteString(buffer, 0, bufferLength), key.Memory.Span, out var isOtherKey))
        {
            if (isOtherKey)
                request.Log.Write(LogLevel.Crit, request, $"cache file \"{Path.NameOf(currentKey)}\" has md5 collision");
            CloseFile();
            return FileOutcome.Absent;
        }

        if (header.BodyStart > file.Status.Size)
        {
            request.Log.Write(LogLevel.Crit, request, $"cache file \"{Path.NameOf(currentKey)}\" is too short");
            CloseFile();
            return FileOutcome.Absent;
        }

        if (header.Vary.IsEmpty || CacheKey.HashVariant(request, mainKey, header.Vary.Span) is var variant && variant == header.Variant)
            return FileOutcome.Found;
        if (isSecondary)
        {
            request.Log.Write(LogLevel.Crit, request, $"cache file \"{Path.NameOf(currentKey)}\" has incorrect vary hash");
            CloseFile();
            return FileOutcome.Absent;
        }

        variantKey = variant;
        return FileOutcome.OtherVariant;
    }

    private UInt128 variantKey;

    /// <summary>The file of the main key is another variant: this request's has a key of its own.</summary>
    private void LeaveForVariant()
    {
        CloseFile();
        Release();
        isSecondary = true;
        currentKey = variantKey;
    }

    private void CloseFile()
    {
        if (buffer is not null)
            request.Loop.Segments.Return(buffer);
        buffer = null;
        bufferLength = 0;
        file?.Release();
        file = null;
    }
}
