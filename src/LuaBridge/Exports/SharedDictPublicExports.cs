using System.Runtime.InteropServices;
using System.Text;
using Engine.LuaBridge.Api.SharedDict;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx_http_lua_value_t: a value of a dict. Text goes to the caller's buffer, whose size is the length that it came with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PublicValue
{
    public byte Type;
    public Payload Value;

    [StructLayout(LayoutKind.Explicit)]
    public struct Payload
    {
        [FieldOffset(0)]
        public int Boolean;

        [FieldOffset(0)]
        public double Number;

        [FieldOffset(0)]
        public FfiString Text;
    }
}

/// <summary>The C interface of lua-nginx-module that other modules read dicts with (ngx_http_lua_api.h).</summary>
internal static unsafe class SharedDictPublicExports
{
    /// <summary>0 when there is no dict of the name.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_find_zone")]
    private static nint Find(byte* name, nuint length)
    {
        var wanted = Encoding.UTF8.GetString(Span(name, length));
        foreach (var dict in LuaVm.Current.Settings.SharedDicts)
        {
            if (dict.Name == wanted)
                return (nint)dict.Table;
        }

        return 0;
    }

    /// <summary>Declined when there is no such key; an error for a list, and for text without a buffer.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_shared_dict_get")]
    private static nint Get(DictTable* zone, byte* key, nuint length, PublicValue* value)
    {
        var status = (DictStatus)~zone->Get(new DictKey(key, length), stale: false, LuaVm.Current.Loop.Clock, new PublicReply(value));
        return status switch
        {
            DictStatus.Ok => FfiStatus.Ok,
            DictStatus.IsAList => FfiStatus.Error,
            _ => FfiStatus.Declined,
        };
    }

    private readonly struct PublicReply(PublicValue* value) : IDictReply
    {
        public int Give(DictEntry* entry, bool isStale)
        {
            value->Type = (byte)entry->Type;
            switch (entry->Type)
            {
                case DictType.Number:
                    value->Value.Number = entry->Number;
                    return ~(int)DictStatus.Ok;
                case DictType.Boolean:
                    value->Value.Boolean = entry->Number is 0 ? 0 : 1;
                    return ~(int)DictStatus.Ok;
                case DictType.String when value->Value.Text is { Length: > 0 } text && text.Bytes is not null:
                    value->Value.Text.Length = Math.Min(text.Length, (nuint)entry->Value.Length);
                    entry->Value[..(int)value->Value.Text.Length].CopyTo(text.Span);
                    return ~(int)DictStatus.Ok;
                default:
                    return ~(int)DictStatus.IsAList;
            }
        }
    }
}
