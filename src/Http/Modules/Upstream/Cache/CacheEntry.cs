namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>What the index knows of one key. Everything is read and written under the lock of its <see cref="CacheIndex"/>.</summary>
internal sealed class CacheEntry
{
    public UInt128 Key;

    /// <summary>How often the key was asked for.</summary>
    public int Uses;

    /// <summary>Requests that work with it; it is not removed while there are any.</summary>
    public int Holders;

    /// <summary>There is a file.</summary>
    public bool Exists;

    /// <summary>The file's size in blocks, counted in <see cref="CacheIndex.Blocks"/>.</summary>
    public long Blocks;

    /// <summary>A status that is answered without a file; 0 for none.</summary>
    public int Error;

    /// <summary>Until when <see cref="Error"/> holds, seconds since 1970.</summary>
    public long ErrorValidSeconds;

    /// <summary>A request is fetching a response for it.</summary>
    public bool IsUpdating;

    /// <summary>Until when others wait for that request (<c>proxy_cache_lock_age</c>), on the shared clock.</summary>
    public long LockEndMs;

    /// <summary>When it is removed unless it is used before (<c>inactive</c>), seconds since 1970.</summary>
    public long ExpiresSeconds;

    /// <summary>Those who wait for the request that is fetching.</summary>
    public List<CacheWait>? Waiters;

    public CacheEntry? Newer;
    public CacheEntry? Older;
}
