using System.Net.Security;
using System.Security.Authentication;
using System.Text;

namespace Engine.Stream.Tests;

/// <summary>First messages of TLS clients, as bytes.</summary>
internal static class ClientHellos
{
    /// <summary>What .NET's client says to a server of that name.</summary>
    public static byte[] OfDotnet(string host, params string[] protocols)
    {
        using var wire = new FirstFlight();
        using var client = new SslStream(wire);
        try
        {
            client.AuthenticateAsClient(new SslClientAuthenticationOptions
            {
                TargetHost = host,
                ApplicationProtocols = protocols.Length == 0 ? null : [.. protocols.Select(static name => new SslApplicationProtocol(name))],
            });
        }
        catch (Exception failure) when (failure is IOException or AuthenticationException)
        {
            // Nobody answers.
        }

        return wire.ToArray();
    }

    /// <summary>One record with a ClientHello of these extensions.</summary>
    public static byte[] Of(ushort version, params byte[][] extensions) => Record(Message(version, extensions));

    /// <summary>The handshake message.</summary>
    public static byte[] Message(ushort version, params byte[][] extensions)
    {
        byte[] body = [.. Number(version), .. new byte[32], 0, 0, 2, 0x13, 0x01, 1, 0, .. Vector16([.. extensions.SelectMany(static bytes => bytes)])];
        return [1, 0, .. Vector16(body)];
    }

    public static byte[] Record(ReadOnlySpan<byte> fragment) => [22, 3, 1, .. Vector16(fragment)];

    public static byte[] ServerName(string name) => Extension(0, Vector16([0, .. Vector16(Encoding.ASCII.GetBytes(name))]));

    public static byte[] Alpn(params string[] names) =>
        Extension(16, Vector16([.. names.SelectMany(static name => (byte[])[(byte)name.Length, .. Encoding.ASCII.GetBytes(name)])]));

    public static byte[] SupportedVersions(params ushort[] versions) =>
        Extension(43, [(byte)(2 * versions.Length), .. versions.SelectMany(Number)]);

    public static byte[] Extension(ushort type, ReadOnlySpan<byte> content) => [.. Number(type), .. Vector16(content)];

    public static byte[] Vector16(ReadOnlySpan<byte> content) => [.. Number((ushort)content.Length), .. content];

    private static byte[] Number(ushort value) => [(byte)(value >> 8), (byte)value];

    /// <summary>Keeps what is written, and ends at the first read.</summary>
    private sealed class FirstFlight : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override int Read(Span<byte> buffer) => 0;
    }
}
