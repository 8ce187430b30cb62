using Engine.Core.Zones;

namespace Engine.Http.Modules.Upstream.Cache;

internal enum CacheIndexOutcome
{
    /// <summary>The entry may be answered from, or filled.</summary>
    Known,

    /// <summary>It was not asked for often enough yet (<c>proxy_cache_min_uses</c>).</summary>
    Scarce,

    /// <summary>It is new, or what it held has ended.</summary>
    New,

    /// <summary>There is no room: the caller makes some, and tries again.</summary>
    Full,
}

/// <summary>
/// The index of a cache zone: shared by all workers, kept over reloads. A short lock protects it; files are never touched under it.
/// </summary>
internal sealed class CacheIndex
{
    /// <summary>The unit in which file sizes are counted: what a file takes of most file systems.</summary>
    public const int BlockSize = 4096;

    /// <summary>What a key takes of the zone: nginx's figure, so that "1m" holds about 8,000 here as well.</summary>
    private const int EntrySize = 128;

    private readonly Dictionary<UInt128, CacheEntry> entries = [];
    private readonly Stack<CacheEntry> spare = new();
    private ShardLock gate;
    private CacheEntry? newest;
    private CacheEntry? oldest;

    public CacheIndex(long zoneSize, string path, int[] levels)
    {
        Capacity = (int)Math.Clamp((zoneSize - (2 * BlockSize)) / EntrySize, 1, int.MaxValue);
        Path = path;
        Levels = levels;
        Watermark = int.MaxValue;
    }

    /// <summary>The directory and its levels, which a reload can't change.</summary>
    public string Path { get; }

    public int[] Levels { get; }

    public int Capacity { get; }

    /// <summary>The files on disk are not all known yet: whoever misses a key looks there.</summary>
    public bool IsCold { get; set; } = true;

    /// <summary>A loader is at work.</summary>
    public bool IsLoading { get; set; }

    /// <summary>The manager removes entries down to this number after the zone was full.</summary>
    public int Watermark { get; private set; }

    public int Count
    {
        get
        {
            gate.Enter();
            var count = entries.Count;
            gate.Exit();
            return count;
        }
    }

    /// <summary>The size of all files, in blocks.</summary>
    public long Blocks { get; private set; }

    /// <summary>Takes hold of the entry of a key, and makes it if there is none.</summary>
    /// <param name="held">The entry if the caller holds it already: its use is not counted again.</param>
    /// <param name="error">The status that the entry answers with; 0 for none.</param>
    public CacheIndexOutcome Open(UInt128 key, CacheTimes times, int minUses, ref CacheEntry? held, out bool exists, out int error)
    {
        gate.Enter();
        var outcome = OpenLocked(key, times, minUses, ref held);
        exists = outcome == CacheIndexOutcome.Known && held!.Exists;
        error = outcome == CacheIndexOutcome.Known ? held!.Error : 0;
        gate.Exit();
        return outcome;
    }

    /// <summary>The file of an entry that was not known to exist was found on disk.</summary>
    public void OnFound(CacheEntry entry, long blocks)
    {
        gate.Enter();
        if (!entry.Exists)
        {
            entry.Exists = true;
            entry.Uses = 1;
            SetBlocks(entry, blocks);
        }

        gate.Exit();
    }

    /// <summary>A file found by the loader; false when the zone is full.</summary>
    public bool Add(UInt128 key, long blocks, long expiresSeconds)
    {
        gate.Enter();
        var hasRoom = entries.Count < Capacity;
        if (entries.TryGetValue(key, out var entry))
            Unlink(entry);
        else if (hasRoom)
        {
            entry = Make(key);
            entry.Exists = true;
            SetBlocks(entry, blocks);
        }

        if (entry is not null)
        {
            entry.ExpiresSeconds = expiresSeconds;
            LinkNewest(entry);
        }

        gate.Exit();
        return hasRoom || entry is not null;
    }

    /// <summary>Becomes the one who fetches; false when somebody else is at it, and has time left (<paramref name="mustWait"/> only).</summary>
    /// <param name="lockEndMs">Until when others are to wait; 0 leaves what is there.</param>
    public bool TryBeginUpdate(CacheEntry entry, long nowMs, long lockEndMs, bool takesOverLate, out long ownerEndMs)
    {
        gate.Enter();
        var isMine = !entry.IsUpdating || (takesOverLate && entry.LockEndMs <= nowMs);
        if (isMine)
        {
            entry.IsUpdating = true;
            if (lockEndMs != 0)
                entry.LockEndMs = lockEndMs;
        }

        ownerEndMs = entry.LockEndMs;
        gate.Exit();
        return isMine;
    }

    /// <summary>Waits for the one who fetches. False when there is none any more.</summary>
    public bool AddWaiter(CacheEntry entry, CacheWait wait)
    {
        gate.Enter();
        var mustWait = entry.IsUpdating;
        if (mustWait)
            (entry.Waiters ??= []).Add(wait);
        gate.Exit();
        return mustWait;
    }

    /// <summary>False when the waiter was woken already.</summary>
    public bool RemoveWaiter(CacheEntry entry, CacheWait wait)
    {
        gate.Enter();
        var removed = entry.Waiters?.Remove(wait) ?? false;
        gate.Exit();
        return removed;
    }

    /// <summary>A file was put in place.</summary>
    public void CompleteUpdate(CacheEntry entry, long blocks)
    {
        gate.Enter();
        entry.Error = 0;
        entry.Exists = true;
        SetBlocks(entry, blocks);
        entry.Holders--;
        EndUpdate(entry);
        gate.Exit();
    }

    /// <summary>Lets go of an entry without a new file.</summary>
    /// <param name="lockEndMs">The end of the lock that the holder took when it began to fetch; null when it did not.</param>
    /// <param name="error">A status to remember; 0 for none.</param>
    public void Release(CacheEntry entry, long? lockEndMs, int error, long errorValidSeconds, bool isDisposable)
    {
        gate.Enter();
        entry.Holders--;
        if (lockEndMs == entry.LockEndMs)
            EndUpdate(entry);
        if (error != 0)
        {
            entry.Error = error;
            if (errorValidSeconds != 0)
                entry.ErrorValidSeconds = errorValidSeconds;
        }
        else if (isDisposable && !entry.Exists && entry.Holders == 0 && entry.Error == 0)
            Remove(entry);
        gate.Exit();
    }

    /// <summary>
    /// Takes out the entry that was not used for longest, if its time has come (<paramref name="nowSeconds"/>) or <paramref name="force"/> says so.
    /// </summary>
    /// <param name="hadFile">It had a file, which the caller deletes.</param>
    /// <param name="waitSeconds">When nothing was taken out: how long until the oldest one's time comes.</param>
    public bool TryEvict(long nowSeconds, long inactiveSeconds, bool force, out UInt128 key, out bool hadFile, out long waitSeconds)
    {
        key = default;
        hadFile = false;
        waitSeconds = long.MaxValue;
        gate.Enter();
        var entry = oldest;
        for (var tries = 0; entry is not null && tries < 20; tries++)
        {
            var newer = entry.Newer;
            waitSeconds = entry.ExpiresSeconds - nowSeconds;
            if (!force && waitSeconds > 0)
                break;
            if (entry.Holders == 0)
            {
                key = entry.Key;
                hadFile = entry.Exists;
                Remove(entry);
                gate.Exit();
                return true;
            }

            // Somebody works with it: it is as good as used now.
            waitSeconds = 1;
            if (!force)
            {
                Unlink(entry);
                entry.ExpiresSeconds = nowSeconds + inactiveSeconds;
                LinkNewest(entry);
            }

            entry = newer;
        }

        gate.Exit();
        return false;
    }

    private CacheIndexOutcome OpenLocked(UInt128 key, CacheTimes times, int minUses, ref CacheEntry? held)
    {
        var entry = held;
        var outcome = CacheIndexOutcome.Known;
        if (entry is not null || entries.TryGetValue(key, out entry))
        {
            Unlink(entry);
            if (held is null)
            {
                entry.Uses++;
                entry.Holders++;
            }

            if (entry.Error != 0 ? entry.ErrorValidSeconds < times.NowSeconds : !entry.Exists && entry.Uses < minUses)
                outcome = entry.Error != 0 ? CacheIndexOutcome.New : CacheIndexOutcome.Scarce;
        }
        else if (entries.Count >= Capacity)
        {
            Watermark = Capacity - (Capacity / 8);
            return CacheIndexOutcome.Full;
        }
        else
        {
            entry = Make(key);
            entry.Uses = entry.Holders = 1;
            outcome = CacheIndexOutcome.New;
        }

        if (outcome == CacheIndexOutcome.New)
        {
            entry.Error = 0;
            entry.Exists = false;
            SetBlocks(entry, 0);
        }

        entry.ExpiresSeconds = times.NowSeconds + times.InactiveSeconds;
        LinkNewest(entry);
        held = entry;
        return outcome;
    }

    private CacheEntry Make(UInt128 key)
    {
        if (!spare.TryPop(out var entry))
            entry = new CacheEntry();
        entry.Key = key;
        entries.Add(key, entry);
        return entry;
    }

    private void Remove(CacheEntry entry)
    {
        Unlink(entry);
        entries.Remove(entry.Key);
        SetBlocks(entry, 0);
        entry.Exists = entry.IsUpdating = false;
        entry.Uses = entry.Error = 0;
        entry.LockEndMs = entry.ErrorValidSeconds = 0;
        spare.Push(entry);
    }

    private void EndUpdate(CacheEntry entry)
    {
        entry.IsUpdating = false;
        if (entry.Waiters is not { Count: > 0 } waiters)
            return;
        foreach (var waiter in waiters)
            waiter.Wake();
        waiters.Clear();
    }

    private void SetBlocks(CacheEntry entry, long blocks)
    {
        Blocks += blocks - entry.Blocks;
        entry.Blocks = blocks;
    }

    private void LinkNewest(CacheEntry entry)
    {
        entry.Newer = null;
        entry.Older = newest;
        if (newest is null)
            oldest = entry;
        else
            newest.Newer = entry;
        newest = entry;
    }

    private void Unlink(CacheEntry entry)
    {
        if (entry.Newer is { } newer)
            newer.Older = entry.Older;
        else
            newest = entry.Older;
        if (entry.Older is { } older)
            older.Newer = entry.Newer;
        else
            oldest = entry.Newer;
        entry.Newer = entry.Older = null;
    }
}

/// <summary>Now, and how long an entry stays that nobody uses.</summary>
internal readonly record struct CacheTimes(long NowSeconds, long InactiveSeconds);
