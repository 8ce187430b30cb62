using System.Runtime.CompilerServices;

namespace Engine.Core.Buffers;

/// <summary>The cast of a conf slot, where the slot's own type argument proves it: no check on the request path.</summary>
public static class Reinterpret
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T As<T>(object? value) where T : class? => Unsafe.As<T>(value)!;
}
