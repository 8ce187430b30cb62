using System.Runtime.InteropServices;
using Engine.LuaBridge.Api.SharedDict;

namespace Engine.LuaBridge.Exports;

/// <summary>What lua-resty-core calls on macOS, whose compilers pass many arguments in another way than LuaJIT: one structure instead.</summary>
internal static unsafe class SharedDictMacExports
{
    [StructLayout(LayoutKind.Sequential)]
    private struct GetParameters
    {
        public DictTable* Zone;
        public byte* Key;
        public nuint KeyLength;
        public int* Type;
        public byte** Text;
        public nuint* TextLength;
        public double* Number;
        public int* Flags;
        public int Stale;
        public int* IsStale;
        public byte** Error;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct StoreParameters
    {
        public DictTable* Zone;
        public int Operation;
        public byte* Key;
        public nuint KeyLength;
        public int Type;
        public byte* Text;
        public nuint TextLength;
        public double Number;
        public nint Milliseconds;
        public int Flags;
        public byte** Error;
        public int* Forcible;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IncrementParameters
    {
        public DictTable* Zone;
        public byte* Key;
        public nuint KeyLength;
        public double* Value;
        public byte** Error;
        public int HasInitial;
        public double Initial;
        public nint Milliseconds;
        public int* Forcible;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_shdict_get_macos")]
    private static int Get(GetParameters* p) => SharedDictExports.GetValue(
        p->Zone, p->Key, p->KeyLength, p->Type, p->Text, p->TextLength, p->Number, p->Flags, p->Stale, p->IsStale, p->Error);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_shdict_store_macos")]
    private static int Store(StoreParameters* p) => SharedDictExports.StoreValue(
        p->Zone, p->Operation, p->Key, p->KeyLength, p->Type, p->Text, p->TextLength, p->Number, p->Milliseconds, p->Flags, p->Error, p->Forcible);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_shdict_incr_macos")]
    private static int Increment(IncrementParameters* p) => SharedDictExports.IncrementValue(
        p->Zone, p->Key, p->KeyLength, p->Value, p->Error, p->HasInitial, p->Initial, p->Milliseconds, p->Forcible);
}
