using System.Runtime.InteropServices;
using Engine.Core.Loop;
using Engine.LuaBridge.Api.SharedDict;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.shdict. A zone is the handle that lies in the userdata of the dict's Lua object (<see cref="DictZone.Table"/>).</summary>
internal static unsafe class SharedDictExports
{
    private static LoopClock Clock => LuaVm.Current.Loop.Clock;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_shdict_udata_to_zone")]
    private static nint ToZone(nint* userdata) => userdata is null ? 0 : *userdata;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_shdict_get")]
    private static int Get(
        DictTable* zone, byte* key, nuint length, int* type, byte** text, nuint* textLength, double* number, int* flags, int stale, int* isStale, byte** error) =>
        GetValue(zone, key, length, type, text, textLength, number, flags, stale, isStale, error);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_shdict_store")]
    private static int Store(
        DictTable* zone, int operation, byte* key, nuint length, int type, byte* text, nuint textLength, double number, nint ms, int flags, byte** error, int* forcible) =>
        StoreValue(zone, operation, key, length, type, text, textLength, number, ms, flags, error, forcible);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_shdict_incr")]
    private static int Increment(DictTable* zone, byte* key, nuint length, double* value, byte** error, int hasInitial, double initial, nint ms, int* forcible) =>
        IncrementValue(zone, key, length, value, error, hasInitial, initial, ms, forcible);

    /// <summary>Text that does not fit in the caller's buffer goes to memory of malloc, which the caller frees.</summary>
    internal static int GetValue(
        DictTable* zone, byte* key, nuint length, int* type, byte** text, nuint* textLength, double* number, int* flags, int stale, int* isStale, byte** error)
    {
        *error = null;
        var reply = new DictBufferReply(type, text, textLength, number, flags, isStale);
        switch ((DictStatus)~zone->Get(new DictKey(key, length), stale != 0, Clock, reply))
        {
            case DictStatus.Ok:
                return FfiStatus.Ok;
            case DictStatus.IsAList:
                return Fail(error, "value is a list"u8);
            default:
                *type = (int)DictType.Nil;
                return FfiStatus.Ok;
        }
    }

    /// <summary>Declined when an add finds the key there or a replace does not. Nil for a value deletes.</summary>
    internal static int StoreValue(
        DictTable* zone, int operation, byte* key, nuint length, int type, byte* text, nuint textLength, double number, nint ms, int flags, byte** error, int* forcible)
    {
        *forcible = 0;
        if ((DictType)type is not (DictType.Nil or DictType.Boolean or DictType.Number or DictType.String))
            return Fail(error, "bad value type"u8);
        var value = DictValue.Of(type, text, textLength, &number);
        var status = zone->Store((DictStore)operation, new DictKey(key, length), value, (uint)flags, Deadline(ms), Clock);
        return Finish(status, error, forcible);
    }

    internal static int IncrementValue(DictTable* zone, byte* key, nuint length, double* value, byte** error, int hasInitial, double initial, nint ms, int* forcible)
    {
        *forcible = 0;
        var status = zone->Increment(new DictKey(key, length), *value, hasInitial != 0, initial, Deadline(ms), Clock, out var result);
        if ((status & ~DictStatus.Forcible) == DictStatus.Ok)
            *value = result;
        return Finish(status, error, forcible) == FfiStatus.Ok ? FfiStatus.Ok : FfiStatus.Error;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_shdict_flush_all")]
    private static int FlushAll(DictTable* zone)
    {
        zone->FlushAll();
        return FfiStatus.Ok;
    }

    /// <summary>Milliseconds, 0 for a key that does not expire.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_shdict_get_ttl")]
    private static nint TimeToLive(DictTable* zone, byte* key, nuint length) =>
        zone->TimeToLive(new DictKey(key, length), Clock, out var milliseconds) == DictStatus.Ok ? (nint)milliseconds : FfiStatus.Declined;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_shdict_set_expire")]
    private static int Expire(DictTable* zone, byte* key, nuint length, nint ms) =>
        zone->Expire(new DictKey(key, length), Deadline(ms)) == DictStatus.Ok ? FfiStatus.Ok : FfiStatus.Declined;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_shdict_capacity")]
    private static nuint Capacity(DictTable* zone) => (nuint)zone->Capacity;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_shdict_free_space")]
    private static nuint FreeSpace(DictTable* zone) => (nuint)zone->FreeSpace;

    private static int Finish(DictStatus status, byte** error, int* forcible)
    {
        *forcible = (status & DictStatus.Forcible) != 0 ? 1 : 0;
        switch (status & ~DictStatus.Forcible)
        {
            case DictStatus.Ok:
                return FfiStatus.Ok;
            case DictStatus.Exists:
                Fail(error, "exists"u8);
                return FfiStatus.Declined;
            case DictStatus.NotFound:
                Fail(error, "not found"u8);
                return FfiStatus.Declined;
            case DictStatus.NotANumber:
                return Fail(error, "not a number"u8);
            default:
                return Fail(error, "no memory"u8);
        }
    }

    private static long Deadline(nint ms) => ms > 0 ? Clock.UnixMs + ms : 0;
}
