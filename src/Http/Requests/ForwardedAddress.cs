using Engine.Core.Net;

namespace Engine.Http.Requests;

/// <summary>The client's address behind trusted proxies, from the lists that these write (<c>X-Forwarded-For</c>).</summary>
internal static class ForwardedAddress
{
    /// <summary>
    /// For a peer that is trusted: goes back through the lines of a field while the address found so far is trusted too; without
    /// <paramref name="recursive"/>, one step. False when there is no address at the end of the list.
    /// </summary>
    public static bool TryFind(FieldList fields, ReadOnlySpan<byte> name, AddressSet trusted, bool recursive, out NumericAddress address, out int port)
    {
        address = default;
        port = 0;
        var isFound = false;
        for (var i = fields.Count - 1; i >= 0; i--)
        {
            if (!fields[i].Name.EqualsIgnoreCase(name))
                continue;
            if (!Walk(fields[i].Value.Span, trusted, recursive, ref isFound, ref address, ref port) || !recursive)
                break;
        }

        return isFound;
    }

    /// <summary>The same with one list.</summary>
    public static bool TryFind(ReadOnlySpan<byte> list, AddressSet trusted, bool recursive, out NumericAddress address, out int port)
    {
        address = default;
        port = 0;
        var isFound = false;
        Walk(list, trusted, recursive, ref isFound, ref address, ref port);
        return isFound;
    }

    /// <summary>From the end of a list on; true when all of it was read and the addresses before it may be asked for.</summary>
    private static bool Walk(ReadOnlySpan<byte> list, AddressSet trusted, bool recursive, ref bool isFound, ref NumericAddress address, ref int port)
    {
        do
        {
            if (isFound && !trusted.Contains(address))
                return false;
            list = list.TrimEnd(" ,"u8);
            var start = list.LastIndexOfAny((byte)' ', (byte)',') + 1;
            if (!NumericAddress.TryParseWithPort(list[start..], out var parsed, out var parsedPort))
                return false;
            (address, port, isFound) = (parsed, parsedPort, true);
            list = list[..start];
        }
        while (recursive && !list.IsEmpty);

        return true;
    }
}
