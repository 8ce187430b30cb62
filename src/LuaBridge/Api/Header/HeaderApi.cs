using System.Runtime.InteropServices;
using Engine.Core.Log;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Header;

/// <summary>ngx.header and ngx.resp.get_headers: the fields of the response.</summary>
internal static unsafe class HeaderApi
{
    public static readonly LuaApi Api = new(
        "Api/Header/header.lua",
        new LuaFunction("int get(const char *name, size_t length, int index)", (delegate* unmanaged<byte*, nuint, int, int>)&Get),
        new LuaFunction(
            "int set(const char *name, size_t length, const char *value, size_t value_length, int mode)",
            (delegate* unmanaged<byte*, nuint, byte*, nuint, int, int>)&Set),
        new LuaFunction("int collect(int max)", (delegate* unmanaged<int, int>)&Collect));

    private const int NotFound = -1;
    private const int NoRequest = -2;
    private const int Refused = 1;

    /// <summary>How <see cref="Set"/> treats lines of that name; header.lua knows the numbers.</summary>
    private enum Mode
    {
        Replace,
        Add,
        Remove,
    }

    /// <summary>The length of the index-th line's value (from 0), which is in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int Get(byte* name, nuint length, int index)
    {
        if (LuaRequest.Current is not { } lua)
            return NoRequest;
        var key = ResponseFields.NameToLookUp(lua, new ReadOnlySpan<byte>(name, (int)length));
        if (!ResponseFields.TryGet(lua.Request, key, index, out var value))
            return NotFound;
        value.Span.CopyTo(lua.Vm.Scratch.Take(value.Length));
        return value.Length;
    }

    /// <summary>0, 1 for a value that the field can't have, or -2 without a request. After the head was sent, an error is logged and nothing changes.</summary>
    [UnmanagedCallersOnly]
    private static int Set(byte* name, nuint length, byte* value, nuint valueLength, int mode)
    {
        if (LuaRequest.Current is not { } lua)
            return NoRequest;
        var request = lua.Request;
        if (request.IsHeaderSent)
        {
            request.Log.Write(LogLevel.Error, request, $"attempt to set ngx.header.HEADER after sending out response headers");
            return 0;
        }

        var key = ResponseFields.NameOf(lua, new ReadOnlySpan<byte>(name, (int)length));
        if (mode == (int)Mode.Remove)
            ResponseFields.Remove(request, key);
        else if (!ResponseFields.Set(request, key, new ReadOnlySpan<byte>(value, (int)valueLength), add: mode == (int)Mode.Add))
            return Refused;
        lua.HasContentType |= ResponseFields.IsContentType(key);
        return 0;
    }

    /// <summary>Writes all fields to the scratch buffer, see <see cref="PackedPairs"/>. The number of pairs; negative when there were more than max.</summary>
    [UnmanagedCallersOnly]
    private static int Collect(int max)
    {
        if (LuaRequest.Current is not { } lua)
            return 0;
        var pairs = new PackedPairs(lua.Vm, max);
        ResponseFields.WriteAll(lua.Request, ref pairs);
        return pairs.Finish();
    }
}
