using System.Runtime.InteropServices;
using System.Text;
using Engine.Http.Variables;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Var;

/// <summary>ngx.var: nginx's variables, and captures by number.</summary>
internal static unsafe class VarApi
{
    public static readonly LuaApi Api = new(
        "Api/Var/var.lua",
        new LuaFunction("int get(const char *name, size_t length)", (delegate* unmanaged<byte*, nuint, int>)&Get),
        new LuaFunction("int get_capture(int index)", (delegate* unmanaged<int, int>)&GetCapture),
        new LuaFunction(
            "int set(const char *name, size_t length, const char *value, size_t value_length)",
            (delegate* unmanaged<byte*, nuint, byte*, nuint, int>)&Set));

    private const int NotFound = -1;
    private const int NoRequest = -2;

    private enum SetResult
    {
        Ok,
        Unknown,
        NotChangeable,
        NoRequest,
    }

    /// <summary>The length of the value, which is in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int Get(byte* name, nuint length)
    {
        if (LuaRequest.Current is not { } lua)
            return NoRequest;
        var request = lua.Request;
        var lower = request.Arena.Allocate((int)length, out var bytes);
        Ascii.ToLower(new ReadOnlySpan<byte>(name, (int)length), bytes, out _);
        return request.Configuration.Variables.TryGet(request, lower, out var value) && value.IsFound ? Give(lua.Vm, value.Bytes.Span) : NotFound;
    }

    [UnmanagedCallersOnly]
    private static int GetCapture(int index)
    {
        if (LuaRequest.Current is not { } lua)
            return NoRequest;
        return index > 0 && index < lua.Request.Captures.Count ? Give(lua.Vm, lua.Request.Captures[index].Span) : NotFound;
    }

    /// <summary>A null value makes the variable empty.</summary>
    [UnmanagedCallersOnly]
    private static int Set(byte* name, nuint length, byte* value, nuint valueLength)
    {
        if (LuaRequest.Current is not { } lua)
            return (int)SetResult.NoRequest;
        var request = lua.Request;
        var lower = request.Arena.Allocate((int)length, out var bytes);
        Ascii.ToLower(new ReadOnlySpan<byte>(name, (int)length), bytes, out _);
        if (request.Configuration.Variables.FindSlot(lower.Span) is not { } slot)
            return (int)SetResult.Unknown;
        if (!slot.IsSettable)
            return (int)SetResult.NotChangeable;
        if (value is null)
            request.Store(slot, VariableValue.NotFound);
        else
            request.Set(slot, request.Arena.Copy(new ReadOnlySpan<byte>(value, (int)valueLength)));
        return (int)SetResult.Ok;
    }

    private static int Give(LuaVm vm, ReadOnlySpan<byte> value)
    {
        value.CopyTo(vm.Scratch.Take(value.Length));
        return value.Length;
    }
}
