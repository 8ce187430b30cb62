using System.Runtime.InteropServices;

namespace Engine.Interop.Pcre2;

/// <summary>What one thread needs to match: the vector of offsets, the limit, and the stack of the compiled machine code.</summary>
internal sealed unsafe partial class Pcre2Matcher
{
    private const string Library = "libpcre2-8.so.0";
    private const int PCRE2_ERROR_NOMATCH = -1;
    private const int PCRE2_ERROR_BADOFFSET = -33;
    private const int PCRE2_ERROR_NOMEMORY = -48;
    private const uint PCRE2_CONFIG_MATCHLIMIT = 4;

    private const int JitStackStart = 32 * 1024;
    private const int DfaWorkspace = 4096;

    private static readonly uint DefaultMatchLimit = ReadDefaultMatchLimit();

    private static int jitStackSize = 1024 * 1024;

    [ThreadStatic]
    private static Pcre2Matcher? ofThread;

    private readonly void* context;
    private readonly void* jitStack;
    private void* data;
    private nuint* offsets;
    private int groupRoom;
    private uint matchLimit;
    private int[]? workspace;

    private Pcre2Matcher()
    {
        context = pcre2_match_context_create_8(null);
        jitStack = pcre2_jit_stack_create_8(JitStackStart, (nuint)Volatile.Read(ref jitStackSize), null);
        pcre2_jit_stack_assign_8(context, null, jitStack);
    }

    ~Pcre2Matcher()
    {
        pcre2_match_data_free_8(data);
        pcre2_jit_stack_free_8(jitStack);
        pcre2_match_context_free_8(context);
    }

    /// <summary>
    /// The stack that machine code may use on each thread, for threads that have not matched yet and the caller's. Reserved as addresses, used
    /// as needed; the default is far above what nginx's 32 KB on the machine stack can match.
    /// </summary>
    public static int JitStackSize
    {
        get => jitStackSize;
        set
        {
            Volatile.Write(ref jitStackSize, value);
            ofThread = null;
        }
    }

    public static Pcre2Matcher OfThread => ofThread ??= new Pcre2Matcher();

    /// <summary>Start and end of the first groups of the last match, all ones for unset ones.</summary>
    public ReadOnlySpan<nuint> Groups(int count) => new(offsets, 2 * count);

    /// <summary>The number of <see cref="Groups"/> that it found, 0 without a match, or a negative error.</summary>
    public int Match(void* code, bool isMachineCode, int groupCount, ReadOnlySpan<byte> subject, int start, uint limit)
    {
        if (!Prepare(groupCount, limit))
            return PCRE2_ERROR_NOMEMORY;
        if ((uint)start > (uint)subject.Length)
            return PCRE2_ERROR_BADOFFSET;
        int result;
        fixed (byte* bytes = subject)
        {
            byte none;
            var text = bytes == null ? &none : bytes;
            result = isMachineCode
                ? pcre2_jit_match_8(code, text, (nuint)subject.Length, (nuint)start, 0, data, context)
                : pcre2_match_8(code, text, (nuint)subject.Length, (nuint)start, 0, data, context);
        }

        return result == PCRE2_ERROR_NOMATCH ? 0 : result;
    }

    public int MatchLongest(void* code, ReadOnlySpan<byte> subject, int start, uint limit)
    {
        if (!Prepare(1, limit))
            return PCRE2_ERROR_NOMEMORY;
        if (start < 0)
            return PCRE2_ERROR_BADOFFSET;
        workspace ??= GC.AllocateUninitializedArray<int>(DfaWorkspace);
        int result;
        fixed (byte* bytes = subject)
        fixed (int* room = workspace)
        {
            byte none;
            result = pcre2_dfa_match_8(code, bytes == null ? &none : bytes, (nuint)subject.Length, (nuint)start, 0, data, context, room, DfaWorkspace);
        }

        // It counts matches, the longest first, and 0 says that there are more than fit.
        if (result < 0)
            return result == PCRE2_ERROR_NOMATCH ? 0 : result;
        return 1;
    }

    private bool Prepare(int groupCount, uint limit)
    {
        if (groupCount > groupRoom)
        {
            pcre2_match_data_free_8(data);
            groupRoom = Math.Max(groupCount, 32);
            data = pcre2_match_data_create_8((uint)groupRoom, null);
            offsets = data == null ? null : pcre2_get_ovector_pointer_8(data);
        }

        if (limit != matchLimit)
        {
            matchLimit = limit;
            pcre2_set_match_limit_8(context, limit == 0 ? DefaultMatchLimit : limit);
        }

        return data != null;
    }

    private static uint ReadDefaultMatchLimit()
    {
        uint limit;
        pcre2_config_8(PCRE2_CONFIG_MATCHLIMIT, &limit);
        return limit;
    }

    [LibraryImport(Library)]
    private static partial int pcre2_match_8(void* code, byte* subject, nuint length, nuint start, uint options, void* data, void* context);

    [LibraryImport(Library)]
    private static partial int pcre2_jit_match_8(void* code, byte* subject, nuint length, nuint start, uint options, void* data, void* context);

    [LibraryImport(Library)]
    private static partial int pcre2_dfa_match_8(
        void* code, byte* subject, nuint length, nuint start, uint options, void* data, void* context, int* workspace, nuint workspaceLength);

    [LibraryImport(Library)]
    private static partial void* pcre2_match_data_create_8(uint groupCount, void* context);

    [LibraryImport(Library)]
    private static partial void pcre2_match_data_free_8(void* data);

    [LibraryImport(Library)]
    [SuppressGCTransition] // It returns the address of a field.
    private static partial nuint* pcre2_get_ovector_pointer_8(void* data);

    [LibraryImport(Library)]
    private static partial void* pcre2_match_context_create_8(void* context);

    [LibraryImport(Library)]
    private static partial void pcre2_match_context_free_8(void* context);

    [LibraryImport(Library)]
    private static partial int pcre2_set_match_limit_8(void* context, uint limit);

    [LibraryImport(Library)]
    private static partial void* pcre2_jit_stack_create_8(nuint start, nuint max, void* context);

    [LibraryImport(Library)]
    private static partial void pcre2_jit_stack_assign_8(void* context, void* callback, void* stack);

    [LibraryImport(Library)]
    private static partial void pcre2_jit_stack_free_8(void* stack);

    [LibraryImport(Library)]
    private static partial int pcre2_config_8(uint what, void* where);
}
