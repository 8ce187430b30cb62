using Engine.Core.Buffers;
using Engine.Core.Text;

namespace Engine.LuaBridge.Api.Re;

/// <summary>
/// The patterns of a VM by the numbers that Lua knows them by. Those of the option "o" keep theirs until Lua's collector takes the object; the others
/// share <see cref="Passing"/>, for as long as no other is looked up.
/// </summary>
internal sealed class LuaRegexes
{
    /// <summary>The number of the pattern that was last looked up without "o".</summary>
    public const int Passing = 0;

    private readonly List<Regex?> slots = [null];
    private readonly Stack<int> free = new();
    private readonly int matchLimit;

    public LuaRegexes(int cacheSize, int matchLimit)
    {
        CacheSize = cacheSize;
        this.matchLimit = matchLimit;
    }

    /// <summary><c>lua_regex_cache_max_entries</c>.</summary>
    public int CacheSize { get; }

    /// <summary>The text of the replacement that is built now.</summary>
    public Replacing Replacing { get; } = new();

    public Regex this[int id] => slots[id]!;

    /// <summary>The pattern's number, or -1 and what is wrong with it.</summary>
    public int Compile(ReadOnlySpan<byte> pattern, RegexFlags flags, bool keep, out string error)
    {
        if (RegexCache.Get(pattern, flags, matchLimit, out error) is not { } regex)
            return -1;
        var id = keep ? Rent() : Passing;
        slots[id] = regex;
        return id;
    }

    public void Release(int id)
    {
        slots[id] = null;
        free.Push(id);
    }

    private int Rent()
    {
        if (free.TryPop(out var id))
            return id;
        slots.Add(null);
        return slots.Count - 1;
    }
}

/// <summary>
/// Compiled patterns of the process: all VMs share them, and one that is used without the option "o" need not be compiled each time. When there
/// are too many of them, as with patterns made of input, all are forgotten; those in use live on.
/// </summary>
internal static class RegexCache
{
    private const int MaxEntries = 2048;

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(RegexFlags Flags, int Limit), Table> Tables = new();

    public static Regex? Get(ReadOnlySpan<byte> pattern, RegexFlags flags, int matchLimit, out string error) =>
        Tables.GetOrAdd((flags, matchLimit), static _ => new Table()).Get(pattern, flags, matchLimit, out error);

    private sealed class Table
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<ByteString, Regex> known = new(ByteStringComparer.Instance);
        private int count;

        public Regex? Get(ReadOnlySpan<byte> pattern, RegexFlags flags, int matchLimit, out string error)
        {
            error = "";
            if (known.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(pattern, out var found))
                return found;
            var key = ByteString.Copy(pattern);
            if (!Regex.TryCompile(key, flags, out var made, out error, out _))
                return null;
            made!.MatchLimit = matchLimit;
            if (Interlocked.Increment(ref count) > MaxEntries)
            {
                known.Clear();
                Volatile.Write(ref count, 0);
            }

            known[key] = made;
            return made;
        }
    }
}
