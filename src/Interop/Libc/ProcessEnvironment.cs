using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>The environment that libc, Lua's os.getenv and started programs see.</summary>
public static unsafe class ProcessEnvironment
{
    /// <summary>A copy of the present environment, as "NAME=value".</summary>
    public static List<string> Read()
    {
        var result = new List<string>();
        var location = Location();
        if (location == null)
            return result;
        for (var entry = *location; entry != null && *entry != null; entry++)
            result.Add(SystemText.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(*entry)));
        return result;
    }

    /// <summary>The environment for a program that is started.</summary>
    internal static byte** Current => Location() is var location && location == null ? null : *location;

    /// <summary>
    /// Replaces the environment as a whole by one pointer store, so that a thread that reads it meanwhile sees the old or the new one.
    /// The old one is never freed: libc hands out pointers into it.
    /// </summary>
    public static void Replace(IReadOnlyList<string> entries)
    {
        var location = Location();
        if (location == null)
            return;
        var array = (byte**)NativeMemory.Alloc((nuint)((entries.Count + 1) * sizeof(byte*)));
        for (var i = 0; i < entries.Count; i++)
            array[i] = Processes.NativeCopy(entries[i]);
        array[entries.Count] = null;
        Volatile.Write(ref *(nint*)location, (nint)array);
    }

    /// <summary>libc's <c>environ</c>. The main program may hold the variable itself (a copy relocation), so the search begins there.</summary>
    private static byte*** Location() =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "environ", out var address) ? (byte***)address : null;
}
