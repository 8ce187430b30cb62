using System.Numerics;
using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>
/// The memory that the entries of a dict may take, over all shards, counted as nginx's slab allocator hands it out: pages, and pages that are
/// divided into chunks of one size. So a size of the directive holds as much as in OpenResty. Only what is fragmented there is not here: pages that are
/// free are free for everybody. A cache line of its own, because all that write change it.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct DictMemory
{
    public const int PageSize = 4096;

    /// <summary>The smallest chunk has eight bytes, the largest is half a page.</summary>
    private const int SmallestShift = 3;
    private const int Classes = 9;

    /// <summary>What the allocator needs at the start of a zone, and for each page of it.</summary>
    private const int NominalPool = 704;
    private const int NominalPage = 24;

    /// <summary>OpenResty's own structure in a dict, and what it puts around the name for the log.</summary>
    private const int NominalDict = 80;
    private const int NominalLogContext = 28;

    private DictLock gate;
    private int freePages;
    private fixed int chunks[Classes];

    /// <summary>A dict with nothing in it but what is there from the beginning.</summary>
    public DictMemory(long size, int nameLength)
    {
        freePages = (int)Math.Max(3, PagesOf(size));
        TryReserve(ChargeOf(NominalDict));
        TryReserve(ChargeOf(NominalLogContext + nameLength));
    }

    /// <summary>Bytes of pages that are not divided.</summary>
    public readonly long Free => (long)freePages * PageSize;

    /// <summary>How much is taken for so many bytes: a chunk or whole pages.</summary>
    public static long ChargeOf(long size) =>
        size <= PageSize / 2 ? (long)BitOperations.RoundUpToPowerOf2((ulong)size) : (size + PageSize - 1) / PageSize * PageSize;

    /// <param name="charge">Of <see cref="ChargeOf"/>.</param>
    public bool TryReserve(long charge)
    {
        gate.Enter();
        var pages = charge >= PageSize ? charge / PageSize : AreFull(charge) ? 1 : 0;
        var isThere = pages <= freePages;
        if (isThere)
        {
            freePages -= (int)pages;
            Count(charge, 1);
        }

        gate.Exit();
        return isThere;
    }

    public void Release(long charge)
    {
        gate.Enter();
        Count(charge, -1);
        freePages += (int)(charge >= PageSize ? charge / PageSize : AreFull(charge) ? 1 : 0);
        gate.Exit();
    }

    private static long PagesOf(long size)
    {
        var pages = (size - NominalPool) / (PageSize + NominalPage);
        var start = (NominalPool + pages * NominalPage + PageSize - 1) / PageSize;
        return Math.Min(pages, size / PageSize - start);
    }

    private static int ClassOf(long charge) => BitOperations.Log2((ulong)charge) - SmallestShift;

    /// <summary>A page of small chunks begins with a bit for each.</summary>
    private static int ChunksPerPage(long charge)
    {
        var all = PageSize / (int)charge;
        return charge >= 64 ? all : all - (all / 8 + (int)charge - 1) / (int)charge;
    }

    /// <summary>The pages of that chunk's size have no chunk left; also when there are none.</summary>
    private readonly bool AreFull(long charge) => chunks[ClassOf(charge)] % ChunksPerPage(charge) == 0;

    private void Count(long charge, int by)
    {
        if (charge < PageSize)
            chunks[ClassOf(charge)] += by;
    }
}
