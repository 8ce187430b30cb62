using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using SocketAddress = Engine.Core.Net.SocketAddress;

namespace Engine.Core.Tests.Net.Resolver;

/// <summary>A name server on loopback, by UDP and TCP, that answers as a test says; null is silence.</summary>
internal sealed class ScriptedNameServer : IDisposable
{
    private readonly Func<byte[], bool, IEnumerable<byte[]>> reply;
    private readonly Socket datagrams;
    private readonly Socket streams;

    public ScriptedNameServer(Func<byte[], byte[]?> reply) : this((query, _) => reply(query) is { } answer ? [answer] : [])
    {
    }

    /// <summary>The function gets the query, and whether it came by TCP; it may answer several times.</summary>
    public ScriptedNameServer(Func<byte[], bool, IEnumerable<byte[]>> reply)
    {
        this.reply = reply;
        (datagrams, streams) = Bind();
        new Thread(ServeDatagrams) { IsBackground = true }.Start();
        new Thread(ServeStreams) { IsBackground = true }.Start();
    }

    public SocketAddress Address => SocketAddresses.Loopback(((IPEndPoint)datagrams.LocalEndPoint!).Port);

    /// <summary>What was asked, in order, and from which port.</summary>
    public ConcurrentQueue<(byte[] Query, int Port)> Asked { get; } = new();

    public IEnumerable<string> Names => Asked.Select(static asked => DnsMessages.NameOf(asked.Query));

    public void Dispose()
    {
        datagrams.Dispose();
        streams.Dispose();
    }

    /// <summary>The same port for both.</summary>
    private static (Socket Datagrams, Socket Streams) Bind()
    {
        while (true)
        {
            var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            var streams = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                datagrams.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                streams.Bind(datagrams.LocalEndPoint!);
                streams.Listen();
                return (datagrams, streams);
            }
            catch (SocketException)
            {
                datagrams.Dispose();
                streams.Dispose();
            }
        }
    }

    private void ServeDatagrams()
    {
        var buffer = new byte[2000];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
            {
                var query = buffer[..datagrams.ReceiveFrom(buffer, ref from)];
                Asked.Enqueue((query, ((IPEndPoint)from).Port));
                foreach (var answer in reply(query, false))
                    datagrams.SendTo(answer, from);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
        }
    }

    private void ServeStreams()
    {
        try
        {
            while (true)
            {
                using var stream = new NetworkStream(streams.Accept(), ownsSocket: true);
                var length = new byte[2];
                stream.ReadExactly(length);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                stream.ReadExactly(query);
                foreach (var answer in reply(query, true))
                    stream.Write((byte[])[(byte)(answer.Length >> 8), (byte)answer.Length, .. answer]);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
        }
    }
}
