using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Exports;

/// <summary>
/// How the functions of lua-resty-core's interface answer. Each is handed the request that Lua took from its coroutine; there is one pointer for all
/// (<see cref="LuaVm.RequestPointerFor"/>), and the request is the one whose code calls, <see cref="Lua"/>. Bytes that they return a pointer to lie in
/// the VM's scratch buffer: Lua copies them before it calls anything else.
/// </summary>
internal static unsafe class FfiReply
{
    /// <summary>The request; null in a timer and wherever else the caller has none that can be asked.</summary>
    public static LuaRequest? Lua => LuaRequest.Current;

    public static ReadOnlySpan<byte> Span(byte* text, nuint length) => new(text, (int)length);

    /// <summary>The address of a literal ("…"u8), which the compiler ends with a zero and which never moves.</summary>
    public static byte* Literal(ReadOnlySpan<byte> literal) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));

    /// <summary>Points the caller to why, when it gave room for that.</summary>
    public static int Fail(byte** error, ReadOnlySpan<byte> literal)
    {
        if (error is not null)
            *error = Literal(literal);
        return FfiStatus.Error;
    }

    /// <summary>The same in a buffer of the caller's: *length is its size before and the text's length after.</summary>
    public static int Fail(byte* buffer, nuint* length, ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, (int)*length)];
        text.CopyTo(new Span<byte>(buffer, (int)*length));
        *length = (nuint)text.Length;
        return FfiStatus.Error;
    }

    public static int Fail(byte* buffer, nuint* length, string text) => Fail(buffer, length, Encoding.UTF8.GetBytes(text));

    /// <summary>The caller's function does not exist where there is no request.</summary>
    public static int FailWithoutRequest(byte** error) => Fail(error, "API disabled in the current context"u8);

    /// <summary>Whether the running phase is one of the allowed, or phases forbid nothing; if not, why not is in the buffer.</summary>
    public static bool IsAllowed(LuaPhase allowed, byte* buffer, nuint* length)
    {
        var vm = LuaVm.Current;
        var phase = vm.Run?.Phase ?? LuaPhase.Init;
        if ((phase & allowed) != 0 || (!vm.Settings.StrictPhases && phase != LuaPhase.Init))
            return true;
        Fail(buffer, length, $"API disabled in the context of {LuaPhases.NameOf(phase)}");
        return false;
    }

    /// <summary>Copies bytes to where they stay until the next call, and returns that address.</summary>
    public static byte* Give(LuaVm vm, ReadOnlySpan<byte> bytes)
    {
        var room = vm.Scratch.Take(bytes.Length);
        bytes.CopyTo(room);
        return Literal(room);
    }

    public static void Give(LuaVm vm, ReadOnlySpan<byte> bytes, byte** value, nuint* length)
    {
        *value = Give(vm, bytes);
        *length = (nuint)bytes.Length;
    }
}
