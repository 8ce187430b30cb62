using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Http.Conf;

namespace Engine.Http.OpenFiles;

/// <summary><c>open_file_cache</c> of one configuration; each worker has a cache of its own for it.</summary>
public sealed record OpenFileCacheSetting(HttpConfiguration Configuration, long Max, long InactiveMs);

/// <summary>How a look-up uses the cache.</summary>
internal readonly record struct CacheUse(long NowMs, long ValidMs, long MinUses, bool KeepsErrors);

/// <summary>What one worker knows of paths: descriptors kept open, directories, and on demand what is not there.</summary>
internal sealed class OpenFileCache(OpenFileCacheSetting setting, OpenFilePool pool)
{
    /// <summary>How many entries that nobody asks for any more one look-up removes.</summary>
    private const int RemovalsPerLookup = 2;

    private readonly LinkedList<CachedFile> byUse = new();

    private readonly Dictionary<ByteString, LinkedListNode<CachedFile>>.AlternateLookup<ReadOnlySpan<byte>> entries =
        new Dictionary<ByteString, LinkedListNode<CachedFile>>(ByteStringComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

    public int Count => byUse.Count;

    public FileLookup Open(FilePath path, in SymlinkPolicy symlinks, in CacheUse use) => Find(path, symlinks, use, isTest: false);

    public FileLookup Test(FilePath path, in SymlinkPolicy symlinks, in CacheUse use) => Find(path, symlinks, use, isTest: true);

    public void Close()
    {
        while (byUse.Last is { } oldest)
            Remove(oldest);
    }

    private FileLookup Find(FilePath path, in SymlinkPolicy symlinks, in CacheUse use, bool isTest)
    {
        RemoveInactive(use.NowMs);
        if (!entries.TryGetValue(path.Text.Span, out var node))
            return Insert(path, symlinks, use, isTest);
        var entry = node.Value;
        entry.Uses++;
        entry.AccessedMs = use.NowMs;
        byUse.Remove(node);
        byUse.AddFirst(node);
        if (entry.IsKnown && entry.Symlinks == symlinks && use.NowMs - entry.CheckedMs < use.ValidMs)
            return entry.Use(isTest);
        var found = entry.HasFile ? Recheck(entry, path, symlinks, isTest) : LookUp(path, symlinks, isTest);
        if (found.IsFound || use.KeepsErrors)
            Keep(entry, found, symlinks, use);
        else
            Remove(node);
        return found;
    }

    private FileLookup Insert(FilePath path, in SymlinkPolicy symlinks, in CacheUse use, bool isTest)
    {
        var found = LookUp(path, symlinks, isTest);
        if (path.IsImpossible || (!found.IsFound && !use.KeepsErrors))
            return found;
        if (byUse.Count >= setting.Max)
            Remove(byUse.Last!);
        var entry = new CachedFile(ByteString.Copy(path.Text.Span)) { AccessedMs = use.NowMs, Uses = 1 };
        entries.Dictionary.Add(entry.Name, byUse.AddFirst(entry));
        Keep(entry, found, symlinks, use);
        return found;
    }

    private FileLookup LookUp(FilePath path, in SymlinkPolicy symlinks, bool isTest) =>
        isTest ? FileSystem.Test(path, symlinks) : FileSystem.Open(path, symlinks, pool);

    /// <summary>The descriptor stays when the path still leads to the same file, however that may have grown.</summary>
    private FileLookup Recheck(CachedFile entry, FilePath path, in SymlinkPolicy symlinks, bool isTest)
    {
        var found = FileSystem.Test(path, symlinks);
        if (!found.IsFound || !entry.IsSameFile(found.Status))
            return found.IsFound && !isTest ? LookUp(path, symlinks, isTest: false) : found;
        entry.Update(found.Status);
        return entry.Use(isTest);
    }

    private static void Keep(CachedFile entry, in FileLookup found, in SymlinkPolicy symlinks, in CacheUse use)
    {
        entry.Take(found, isKept: entry.Uses >= use.MinUses);
        entry.Symlinks = symlinks;
        entry.CheckedMs = use.NowMs;
    }

    private void RemoveInactive(long nowMs)
    {
        for (var i = 0; i < RemovalsPerLookup && byUse.Last is { } oldest && nowMs - oldest.Value.AccessedMs > setting.InactiveMs; i++)
            Remove(oldest);
    }

    private void Remove(LinkedListNode<CachedFile> node)
    {
        byUse.Remove(node);
        entries.Dictionary.Remove(node.Value.Name);
        node.Value.Close();
    }
}
