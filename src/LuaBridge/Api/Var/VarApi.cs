using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Requests;
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

    public enum SetResult
    {
        Ok,
        Unknown,
        NotChangeable,
        NoRequest,
    }

    public static bool TryGet(HttpRequest request, ReadOnlySpan<byte> name, out ByteString value)
    {
        var variables = request.Configuration.Variables;
        // Nearly all names are written in lower case and stand in the configuration, or are known to a module.
        VariableValue variable;
        if (variables.FindSlot(name) is { } slot)
            variable = request.Get(slot);
        else
            variables.TryGet(request, Lower(request, name), out variable);
        var isFound = variable.IsFound;
        value = isFound ? variable.Bytes : default;
        return isFound;
    }

    public static bool TryGetCapture(HttpRequest request, int index, out ByteString value)
    {
        var isFound = index > 0 && index < request.Captures.Count;
        value = isFound ? request.Captures[index] : default;
        return isFound;
    }

    /// <summary>A null value makes the variable empty.</summary>
    public static SetResult Assign(HttpRequest request, ReadOnlySpan<byte> name, byte* value, nuint length)
    {
        var variables = request.Configuration.Variables;
        if ((variables.FindSlot(name) ?? variables.FindSlot(Lower(request, name).Span)) is not { } slot)
            return SetResult.Unknown;
        if (!slot.IsSettable)
            return slot.IsOfFamily ? SetResult.Unknown : SetResult.NotChangeable;
        if (value is null)
            request.Store(slot, VariableValue.NotFound);
        else
            request.Set(slot, request.Arena.Copy(new ReadOnlySpan<byte>(value, (int)length)));
        return SetResult.Ok;
    }

    /// <summary>The length of the value, which is in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int Get(byte* name, nuint length)
    {
        if (LuaRequest.Current is not { } lua)
            return NoRequest;
        return TryGet(lua.Request, new ReadOnlySpan<byte>(name, (int)length), out var value) ? Give(lua.Vm, value.Span) : NotFound;
    }

    [UnmanagedCallersOnly]
    private static int GetCapture(int index)
    {
        if (LuaRequest.Current is not { } lua)
            return NoRequest;
        return TryGetCapture(lua.Request, index, out var value) ? Give(lua.Vm, value.Span) : NotFound;
    }

    [UnmanagedCallersOnly]
    private static int Set(byte* name, nuint length, byte* value, nuint valueLength) => LuaRequest.Current is { } lua
        ? (int)Assign(lua.Request, new ReadOnlySpan<byte>(name, (int)length), value, valueLength)
        : (int)SetResult.NoRequest;

    private static ByteString Lower(HttpRequest request, ReadOnlySpan<byte> name)
    {
        var lower = NameBuffer.Take(request.Arena, name.Length, out var bytes);
        LowerCase.Copy(name, bytes);
        return lower;
    }

    private static int Give(LuaVm vm, ReadOnlySpan<byte> value)
    {
        value.CopyTo(vm.Scratch.Take(value.Length));
        return value.Length;
    }
}
