using System.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>ngx.shared.</summary>
internal static unsafe class SharedDictApi
{
    public static readonly LuaApi Api = new(
        "Api/SharedDict/shared_dict.lua",
        new LuaFunction("int name(int dict)", (delegate* unmanaged<int, int>)&Name),
        new LuaFunction("void hand_out(int dict, void *userdata)", (delegate* unmanaged<int, void*, void>)&HandOut),
        new LuaFunction("int get(int dict, const char *key, size_t length, int stale)", (delegate* unmanaged<int, byte*, nuint, int, int>)&Get),
        new LuaFunction(
            "int store(int dict, int operation, const char *key, size_t length, int type, const char *text, size_t text_length, double number, double ms, uint32_t flags)",
            (delegate* unmanaged<int, int, byte*, nuint, int, byte*, nuint, double, double, uint, int>)&Store),
        new LuaFunction(
            "int incr(int dict, const char *key, size_t length, double value, int has_init, double init, double ms)",
            (delegate* unmanaged<int, byte*, nuint, double, int, double, double, int>)&Increment),
        new LuaFunction("int ttl(int dict, const char *key, size_t length)", (delegate* unmanaged<int, byte*, nuint, int>)&TimeToLive),
        new LuaFunction("int expire(int dict, const char *key, size_t length, double ms)", (delegate* unmanaged<int, byte*, nuint, double, int>)&Expire),
        new LuaFunction(
            "int push(int dict, const char *key, size_t length, int type, const char *text, size_t text_length, double number, int left)",
            (delegate* unmanaged<int, byte*, nuint, int, byte*, nuint, double, int, int>)&Push),
        new LuaFunction("int pop(int dict, const char *key, size_t length, int left)", (delegate* unmanaged<int, byte*, nuint, int, int>)&Pop),
        new LuaFunction("int llen(int dict, const char *key, size_t length)", (delegate* unmanaged<int, byte*, nuint, int>)&CountOf),
        new LuaFunction("void flush_all(int dict)", (delegate* unmanaged<int, void>)&FlushAll),
        new LuaFunction("int flush_expired(int dict, int max)", (delegate* unmanaged<int, int, int>)&FlushExpired),
        new LuaFunction("int keys(int dict, double cursor, int max, double *next)", (delegate* unmanaged<int, double, int, double*, int>)&Keys),
        new LuaFunction("double capacity(int dict)", (delegate* unmanaged<int, double>)&Capacity),
        new LuaFunction("double free_space(int dict)", (delegate* unmanaged<int, double>)&FreeSpace))
    {
        CreateState = static vm => vm.Settings.SharedDicts,
    };

    private static LuaVm Vm => LuaVm.Current;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DictZone Zone(LuaVm vm, int dict) => vm.Settings.SharedDicts[dict];

    private static long Now(LuaVm vm) => vm.Loop.Clock.UnixMs;

    private static ReadOnlySpan<byte> Span(byte* text, nuint length) => new(text, (int)length);

    /// <summary>The length of the name, in the scratch buffer; -1 when there are no more dicts.</summary>
    [UnmanagedCallersOnly]
    private static int Name(int dict)
    {
        var all = (DictZone[])Vm.StateOf(Api);
        if (dict >= all.Length)
            return -1;
        var name = Encoding.UTF8.GetBytes(all[dict].Name);
        name.CopyTo(Vm.Scratch.Take(name.Length));
        return name.Length;
    }

    [UnmanagedCallersOnly]
    private static void HandOut(int dict, void* userdata) => *(nint*)userdata = Zone(Vm, dict).Handle;

    [UnmanagedCallersOnly]
    private static int Get(int dict, byte* key, nuint length, int stale)
    {
        var vm = Vm;
        return (int)Zone(vm, dict).Get(Span(key, length), stale != 0, Now(vm), new DictReply(vm.Scratch));
    }

    [UnmanagedCallersOnly]
    private static int Store(int dict, int operation, byte* key, nuint length, int type, byte* text, nuint textLength, double number, double ms, uint flags)
    {
        var vm = Vm;
        var now = Now(vm);
        var value = type == (int)DictType.String ? Span(text, textLength) : new ReadOnlySpan<byte>(&number, sizeof(double));
        return (int)Zone(vm, dict).Store((DictStore)operation, Span(key, length), (DictType)type, value, flags, Deadline(now, ms), now);
    }

    [UnmanagedCallersOnly]
    private static int Increment(int dict, byte* key, nuint length, double value, int hasInitial, double initial, double ms)
    {
        var vm = Vm;
        var now = Now(vm);
        var status = Zone(vm, dict).Increment(Span(key, length), value, hasInitial != 0, initial, Deadline(now, ms), now, out var result);
        GiveNumber(vm, result);
        return (int)status;
    }

    /// <summary>Milliseconds, as a number in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int TimeToLive(int dict, byte* key, nuint length)
    {
        var vm = Vm;
        var status = Zone(vm, dict).TimeToLive(Span(key, length), Now(vm), out var milliseconds);
        GiveNumber(vm, milliseconds);
        return (int)status;
    }

    [UnmanagedCallersOnly]
    private static int Expire(int dict, byte* key, nuint length, double ms)
    {
        var vm = Vm;
        return (int)Zone(vm, dict).Expire(Span(key, length), Deadline(Now(vm), ms));
    }

    /// <summary>The length of the list, as a number in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int Push(int dict, byte* key, nuint length, int type, byte* text, nuint textLength, double number, int left)
    {
        var vm = Vm;
        var value = type == (int)DictType.String ? Span(text, textLength) : new ReadOnlySpan<byte>(&number, sizeof(double));
        var status = Zone(vm, dict).Push(Span(key, length), (DictType)type, value, left != 0, Now(vm), out var count);
        GiveNumber(vm, count);
        return (int)status;
    }

    [UnmanagedCallersOnly]
    private static int Pop(int dict, byte* key, nuint length, int left)
    {
        var vm = Vm;
        return (int)Zone(vm, dict).Pop(Span(key, length), left != 0, Now(vm), new DictReply(vm.Scratch));
    }

    [UnmanagedCallersOnly]
    private static int CountOf(int dict, byte* key, nuint length)
    {
        var vm = Vm;
        var status = Zone(vm, dict).CountOf(Span(key, length), Now(vm), out var count);
        GiveNumber(vm, count);
        return (int)status;
    }

    [UnmanagedCallersOnly]
    private static void FlushAll(int dict) => Zone(Vm, dict).FlushAll();

    [UnmanagedCallersOnly]
    private static int FlushExpired(int dict, int max)
    {
        var vm = Vm;
        var zone = Zone(vm, dict);
        var left = max <= 0 ? int.MaxValue : max;
        var count = 0;
        for (var bucket = 0L; bucket < zone.BucketCount && count < left; bucket++)
            count += zone.FlushExpired(bucket, left - count, Now(vm));
        return count;
    }

    /// <summary>
    /// The number of keys in the scratch buffer, from a cursor on; 0 keys is no end yet. The cursor to go on from is 0 at the end. A max below
    /// zero counts buckets, which are then read whole.
    /// </summary>
    [UnmanagedCallersOnly]
    private static int Keys(int dict, double cursor, int max, double* next)
    {
        var vm = Vm;
        var zone = Zone(vm, dict);
        var keys = new PackedPairs(vm, 0);
        var count = 0;
        var left = max switch { 0 => int.MaxValue, _ => max };
        var bucket = (long)cursor;
        var end = max < 0 ? Math.Min(zone.BucketCount, bucket - max) : zone.BucketCount;
        if (max < 0)
            left = int.MaxValue;
        for (; bucket < end && count < left; bucket++)
            count += zone.ReadKeys(bucket, left - count, Now(vm), ref keys);
        *next = bucket < zone.BucketCount ? bucket : 0;
        return keys.Finish();
    }

    [UnmanagedCallersOnly]
    private static double Capacity(int dict) => Zone(Vm, dict).Capacity;

    [UnmanagedCallersOnly]
    private static double FreeSpace(int dict) => Zone(Vm, dict).FreeSpace;

    private static long Deadline(long now, double ms) => ms > 0 ? now + (long)ms : 0;

    private static void GiveNumber(LuaVm vm, double number) => MemoryMarshal.Write(vm.Scratch.Take(sizeof(double)), number);
}
