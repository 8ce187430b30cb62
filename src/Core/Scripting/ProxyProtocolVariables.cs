using System.Globalization;
using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Core.Net.ProxyProtocol;

namespace Engine.Core.Scripting;

/// <summary><c>$proxy_protocol_…</c>: what the proxy in front told with the PROXY protocol.</summary>
public static class ProxyProtocolVariables
{
    public static void Register<TContext, TConfiguration>(ModuleTable<TContext, TConfiguration> table) where TContext : ScriptContext
    {
        table.Variable("proxy_protocol_addr", static c => Address(c, c.ProxyProtocol?.Source));
        table.Variable("proxy_protocol_port", static c => Port(c, c.ProxyProtocol?.Source));
        table.Variable("proxy_protocol_server_addr", static c => Address(c, c.ProxyProtocol?.Destination));
        table.Variable("proxy_protocol_server_port", static c => Port(c, c.ProxyProtocol?.Destination));
        table.VariablePrefix("proxy_protocol_tlv_", Vector);
    }

    private static VariableValue Address(ScriptContext context, SocketAddress? address)
    {
        if (context.ProxyProtocol is null)
            return VariableValue.NotFound;
        return address is null ? VariableValue.Empty : VariableValue.Of(context.Arena.Copy(address.Text));
    }

    private static VariableValue Port(ScriptContext context, SocketAddress? address)
    {
        if (context.ProxyProtocol is null)
            return VariableValue.NotFound;
        return address is null ? VariableValue.Empty : AddressVariables.Port(context, address);
    }

    /// <summary>By name or by type in hexadecimal; "ssl_" stands before those inside the SSL vector.</summary>
    private static VariableValue Vector(ScriptContext context, ByteString name)
    {
        if (context.ProxyProtocol is not { } header)
            return VariableValue.NotFound;
        var text = name.Span;
        if (text.SequenceEqual("ssl_verify"u8))
            return ProxyProtocolVectors.SslVerification(header.Vectors) is { } verified ? VariableValue.Of(context.Arena.Format(verified)) : VariableValue.NotFound;
        var value = default(ByteString);
        var isFound = text.StartsWith("ssl_"u8)
            ? SslType(text[4..]) is { } inner && ProxyProtocolVectors.TryFindInSsl(header.Vectors, inner, out value)
            : Type(text) is { } type && ProxyProtocolVectors.TryFind(header.Vectors, type, out value);
        return isFound ? VariableValue.Of(context.Arena.Copy(value.Span)) : VariableValue.NotFound;
    }

    private static byte? Type(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("alpn"u8) => 0x01,
        _ when name.SequenceEqual("authority"u8) => 0x02,
        _ when name.SequenceEqual("unique_id"u8) => 0x05,
        _ when name.SequenceEqual("ssl"u8) => ProxyProtocolVectors.Ssl,
        _ when name.SequenceEqual("netns"u8) => 0x30,
        _ => Hexadecimal(name),
    };

    private static byte? SslType(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("version"u8) => 0x21,
        _ when name.SequenceEqual("cn"u8) => 0x22,
        _ when name.SequenceEqual("cipher"u8) => 0x23,
        _ when name.SequenceEqual("sig_alg"u8) => 0x24,
        _ when name.SequenceEqual("key_alg"u8) => 0x25,
        _ => Hexadecimal(name),
    };

    private static byte? Hexadecimal(ReadOnlySpan<byte> name) =>
        name.StartsWith("0x"u8) && uint.TryParse(name[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var type) && type <= byte.MaxValue ? (byte)type : null;
}
