using System.Runtime.InteropServices;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Ndk;

/// <summary>ndk.set_var.</summary>
internal static unsafe class NdkApi
{
    public static readonly LuaApi Api = new(
        "Api/Ndk/ndk.lua",
        new LuaFunction("int find(const char *name, size_t length)", (delegate* unmanaged<byte*, nuint, int>)&Find),
        new LuaFunction("int run(int function, const char *value, size_t length)", (delegate* unmanaged<int, byte*, nuint, int>)&Run));

    /// <summary>The length of the result, which is in the scratch buffer; -1: the value can't be taken.</summary>
    public static int Compute(int function, ReadOnlySpan<byte> value) =>
        ValueFunctions.Run(function, value, LuaVm.Current.Scratch.Take(ValueFunctions.RoomFor(value.Length)));

    [UnmanagedCallersOnly]
    private static int Find(byte* name, nuint length) => ValueFunctions.Find(new ReadOnlySpan<byte>(name, (int)length));

    [UnmanagedCallersOnly]
    private static int Run(int function, byte* value, nuint length) => Compute(function, new ReadOnlySpan<byte>(value, (int)length));
}
