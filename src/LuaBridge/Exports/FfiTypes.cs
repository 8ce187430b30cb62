using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Exports;

/// <summary>What functions of lua-resty-core's interface return: the FFI_* of its module resty.core.base.</summary>
internal static class FfiStatus
{
    public const int Ok = 0;
    public const int Error = -1;
    public const int Again = -2;
    public const int Done = -4;
    public const int Declined = -5;
    public const int BadContext = -101;
}

/// <summary>ngx_http_lua_ffi_str_t: bytes that somebody else owns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FfiText
{
    public int Length;
    public byte* Bytes;

    public readonly ReadOnlySpan<byte> Span => new(Bytes, Length);
}

/// <summary>ngx_str_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FfiString
{
    public nuint Length;
    public byte* Bytes;

    public readonly Span<byte> Span => new(Bytes, (int)Length);
}

/// <summary>ngx_http_lua_ffi_table_elt_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FfiPair
{
    public FfiText Name;
    public FfiText Value;
}
