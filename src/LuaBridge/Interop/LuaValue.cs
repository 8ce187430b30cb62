using Engine.Core.Buffers;

namespace Engine.LuaBridge.Interop;

/// <summary>Reads values that Lua code left on a stack.</summary>
internal static unsafe class LuaValue
{
    /// <summary>A number, or a string that is one; 0 for anything else.</summary>
    public static double ToNumber(nint state, int index) => LuaNative.lua_tonumber(state, index);

    /// <summary>The bytes of a string or number; empty for anything else.</summary>
    public static ByteString ToBytes(nint state, int index, ByteArena arena)
    {
        switch (LuaNative.lua_type(state, index))
        {
            case LuaNative.LUA_TSTRING:
                nuint length;
                var text = LuaNative.lua_tolstring(state, index, &length);
                return arena.Copy(new ReadOnlySpan<byte>(text, (int)length));
            case LuaNative.LUA_TNUMBER:
                return ByteString.From(LuaNumber.Format(LuaNative.lua_tonumber(state, index)));
            default:
                return default;
        }
    }
}

/// <summary>Numbers as Lua's tostring writes them ("%.14g").</summary>
internal static class LuaNumber
{
    public static string Format(double number)
    {
        if (double.IsNaN(number))
            return double.IsNegative(number) ? "-nan" : "nan";
        if (double.IsInfinity(number))
            return number > 0 ? "inf" : "-inf";
        if (number == Math.Floor(number) && Math.Abs(number) < 1e14)
            return ((long)number).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return number.ToString("G14", System.Globalization.CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
    }
}
