using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Loop;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>ngx.shared.</summary>
internal static unsafe class SharedDictApi
{
    public static readonly LuaApi Api = new(
        "Api/SharedDict/shared_dict.lua",
        new LuaFunction("int name(int number)", (delegate* unmanaged<int, int>)&Name),
        new LuaFunction("double hand_out(int number, void *userdata)", (delegate* unmanaged<int, void*, double>)&HandOut),
        new LuaFunction("int get(uintptr_t dict, const char *key, size_t length, int stale)", (delegate* unmanaged<DictTable*, byte*, nuint, int, int>)&Get),
        new LuaFunction(
            "int store(uintptr_t dict, int operation, const char *key, size_t length, int type, const char *text, size_t text_length, double number, double ms, uint32_t flags)",
            (delegate* unmanaged<DictTable*, int, byte*, nuint, int, byte*, nuint, double, double, uint, int>)&Store),
        new LuaFunction(
            "int incr(uintptr_t dict, const char *key, size_t length, double value, int has_init, double init, double ms)",
            (delegate* unmanaged<DictTable*, byte*, nuint, double, int, double, double, int>)&Increment),
        new LuaFunction("int ttl(uintptr_t dict, const char *key, size_t length)", (delegate* unmanaged<DictTable*, byte*, nuint, int>)&TimeToLive),
        new LuaFunction("int expire(uintptr_t dict, const char *key, size_t length, double ms)", (delegate* unmanaged<DictTable*, byte*, nuint, double, int>)&Expire),
        new LuaFunction(
            "int push(uintptr_t dict, const char *key, size_t length, int type, const char *text, size_t text_length, double number, int left)",
            (delegate* unmanaged<DictTable*, byte*, nuint, int, byte*, nuint, double, int, int>)&Push),
        new LuaFunction("int pop(uintptr_t dict, const char *key, size_t length, int left)", (delegate* unmanaged<DictTable*, byte*, nuint, int, int>)&Pop),
        new LuaFunction("int llen(uintptr_t dict, const char *key, size_t length)", (delegate* unmanaged<DictTable*, byte*, nuint, int>)&CountOf),
        new LuaFunction("void flush_all(uintptr_t dict)", (delegate* unmanaged<DictTable*, void>)&FlushAll),
        new LuaFunction("int flush_expired(uintptr_t dict, int max)", (delegate* unmanaged<DictTable*, int, int>)&FlushExpired),
        new LuaFunction("int keys(uintptr_t dict, int max)", (delegate* unmanaged<DictTable*, int, int>)&Keys),
        new LuaFunction("int scan(uintptr_t dict, double cursor, int buckets, double *next)", (delegate* unmanaged<DictTable*, double, int, double*, int>)&Scan),
        new LuaFunction("double capacity(uintptr_t dict)", (delegate* unmanaged<DictTable*, double>)&Capacity),
        new LuaFunction("double free_space(uintptr_t dict)", (delegate* unmanaged<DictTable*, double>)&FreeSpace))
    {
        CreateState = static vm => vm.Settings.SharedDicts,
    };

    private static LuaVm Vm => LuaVm.Current;

    private static LoopClock Clock => Vm.Loop.Clock;

    /// <summary>The length of the name, in the scratch buffer; -1 when there are no more dicts.</summary>
    [UnmanagedCallersOnly]
    private static int Name(int number)
    {
        var all = (DictZone[])Vm.StateOf(Api);
        if (number >= all.Length)
            return -1;
        var name = Encoding.UTF8.GetBytes(all[number].Name);
        name.CopyTo(Vm.Scratch.Take(name.Length));
        return name.Length;
    }

    /// <summary>The address of the dict, which is what the functions below know it by; as a number, which is exact: addresses have 47 bits.</summary>
    [UnmanagedCallersOnly]
    private static double HandOut(int number, void* userdata)
    {
        var table = ((DictZone[])Vm.StateOf(Api))[number].Table;
        *(DictTable**)userdata = table;
        return (nint)table;
    }

    /// <summary>See <see cref="DictReply.Give(DictEntry*, bool)"/>.</summary>
    [UnmanagedCallersOnly]
    private static int Get(DictTable* dict, byte* key, nuint length, int stale)
    {
        var vm = Vm;
        return dict->Get(new DictKey(key, length), stale != 0, vm.Loop.Clock, new DictReply(vm.Scratch));
    }

    [UnmanagedCallersOnly]
    private static int Store(DictTable* dict, int operation, byte* key, nuint length, int type, byte* text, nuint textLength, double number, double ms, uint flags)
    {
        var clock = Clock;
        return (int)dict->Store((DictStore)operation, new DictKey(key, length), DictValue.Of(type, text, textLength, &number), flags, Deadline(clock, ms), clock);
    }

    [UnmanagedCallersOnly]
    private static int Increment(DictTable* dict, byte* key, nuint length, double value, int hasInitial, double initial, double ms)
    {
        var clock = Clock;
        var status = dict->Increment(new DictKey(key, length), value, hasInitial != 0, initial, Deadline(clock, ms), clock, out var result);
        GiveNumber(result);
        return (int)status;
    }

    /// <summary>Milliseconds, as a number in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int TimeToLive(DictTable* dict, byte* key, nuint length)
    {
        var status = dict->TimeToLive(new DictKey(key, length), Clock, out var milliseconds);
        GiveNumber(milliseconds);
        return (int)status;
    }

    [UnmanagedCallersOnly]
    private static int Expire(DictTable* dict, byte* key, nuint length, double ms) => (int)dict->Expire(new DictKey(key, length), Deadline(Clock, ms));

    /// <summary>The length of the list, as a number in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int Push(DictTable* dict, byte* key, nuint length, int type, byte* text, nuint textLength, double number, int left)
    {
        var status = dict->Push(new DictKey(key, length), DictValue.Of(type, text, textLength, &number), left != 0, Clock, out var count);
        GiveNumber(count);
        return (int)status;
    }

    [UnmanagedCallersOnly]
    private static int Pop(DictTable* dict, byte* key, nuint length, int left) =>
        (int)dict->Pop(new DictKey(key, length), left != 0, Clock, new DictReply(Vm.Scratch));

    [UnmanagedCallersOnly]
    private static int CountOf(DictTable* dict, byte* key, nuint length)
    {
        var status = dict->CountOf(new DictKey(key, length), Clock, out var count);
        GiveNumber(count);
        return (int)status;
    }

    [UnmanagedCallersOnly]
    private static void FlushAll(DictTable* dict) => dict->FlushAll();

    [UnmanagedCallersOnly]
    private static int FlushExpired(DictTable* dict, int max)
    {
        var remover = new ExpiredRemover(Clock, max <= 0 ? int.MaxValue : max);
        dict->Walk(ref remover);
        return remover.Removed;
    }

    /// <summary>The number of keys in the scratch buffer; a max of 0 is no limit.</summary>
    [UnmanagedCallersOnly]
    private static int Keys(DictTable* dict, int max)
    {
        var reader = new KeyReader(Vm, max > 0 ? max : int.MaxValue);
        dict->Walk(ref reader);
        return reader.Finish();
    }

    /// <summary>The same for that many buckets from a cursor on; 0 keys is no end yet. The cursor to go on from is 0 at the end.</summary>
    [UnmanagedCallersOnly]
    private static int Scan(DictTable* dict, double cursor, int buckets, double* next)
    {
        var reader = new KeyReader(Vm, int.MaxValue);
        var bucket = (long)Math.Clamp(cursor, 0, dict->BucketCount);
        var end = Math.Min(dict->BucketCount, bucket + Math.Max(1, buckets));
        for (; bucket < end; bucket++)
            dict->WalkBucket(bucket, ref reader);
        *next = bucket < dict->BucketCount ? bucket : 0;
        return reader.Finish();
    }

    [UnmanagedCallersOnly]
    private static double Capacity(DictTable* dict) => dict->Capacity;

    [UnmanagedCallersOnly]
    private static double FreeSpace(DictTable* dict) => dict->FreeSpace;

    private static long Deadline(LoopClock clock, double ms) => ms > 0 ? clock.UnixMs + (long)ms : 0;

    private static void GiveNumber(double number) => MemoryMarshal.Write(Vm.Scratch.Take(sizeof(double)), number);
}
