using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Core;

/// <summary><c>$http_name</c> and its like: fields whose name, lower-case and with "_" for "-", is part of the variable's.</summary>
internal static class FieldVariables
{
    /// <summary>The values of all lines of that name, joined as a list; cookies as a cookie string.</summary>
    public static VariableValue Find(FieldList fields, ByteString suffix, ByteArena arena)
    {
        var joined = default(ByteString);
        var isFound = false;
        foreach (var field in fields.Span)
        {
            if (!Matches(field.Name.Span, suffix.Span))
                continue;
            var separator = suffix.Equals("cookie"u8) ? "; "u8 : ", "u8;
            joined = isFound ? arena.Concat(arena.Concat(joined.Span, separator).Span, field.Value.Span) : field.Value;
            isFound = true;
        }

        return isFound ? VariableValue.Of(joined) : VariableValue.NotFound;
    }

    public static bool Matches(ReadOnlySpan<byte> name, ReadOnlySpan<byte> suffix)
    {
        if (name.Length != suffix.Length)
            return false;
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c is >= (byte)'A' and <= (byte)'Z')
                c |= 0x20;
            else if (c == '-')
                c = (byte)'_';
            if (c != suffix[i])
                return false;
        }

        return true;
    }
}

/// <summary><c>$cookie_name</c></summary>
internal static class Cookies
{
    public static VariableValue Find(HttpRequest request, ByteString name)
    {
        foreach (var field in request.Headers.Span)
        {
            if (field.Known == Parsing.KnownField.Cookie && TryFind(field.Value, name.Span, out var value))
                return VariableValue.Of(value);
        }

        return VariableValue.NotFound;
    }

    private static bool TryFind(ByteString cookies, ReadOnlySpan<byte> name, out ByteString value)
    {
        for (var start = 0; start < cookies.Length;)
        {
            var end = cookies.Span[start..].IndexOf((byte)';');
            end = end < 0 ? cookies.Length : start + end;
            while (start < end && cookies[start] == ' ')
                start++;
            var pair = cookies.Slice(start, end - start);
            if (pair.Length > name.Length && pair[name.Length] == '=' && pair.Slice(0, name.Length).EqualsIgnoreCase(name))
            {
                value = pair.Slice(name.Length + 1);
                return true;
            }

            start = end + 1;
        }

        value = default;
        return false;
    }
}

/// <summary><c>$arg_name</c></summary>
internal static class Arguments
{
    /// <summary>The value of the first argument of that name, as it was sent.</summary>
    public static VariableValue Find(ByteString arguments, ByteString name)
    {
        for (var start = 0; start < arguments.Length;)
        {
            var end = arguments.Span[start..].IndexOf((byte)'&');
            end = end < 0 ? arguments.Length : start + end;
            if (end - start > name.Length && arguments[start + name.Length] == '=' && arguments.Slice(start, name.Length).EqualsIgnoreCase(name.Span))
                return VariableValue.Of(arguments.Slice(start + name.Length + 1, end - start - name.Length - 1));
            start = end + 1;
        }

        return VariableValue.NotFound;
    }
}
