using System.Text;
using Engine.Core.Net;
using Engine.Interop;
using Engine.Interop.Libc;

namespace Engine.Host.Master;

/// <summary>What the server process asks the master for. It waits for each answer.</summary>
internal enum MasterRequest : byte
{
    /// <summary>A descriptor comes back, of the configuration's files in one, if the master could read them all.</summary>
    Configuration,

    /// <summary>Address, share, options: a listening socket comes back.</summary>
    Bind,

    /// <summary>The keys of all sockets that stay in use.</summary>
    Keep,

    /// <summary>A configuration is ready to serve. The result tells whether the server is a daemon (1) or in the foreground (0).</summary>
    Ready,

    /// <summary>Path, flags: a descriptor comes back.</summary>
    OpenFile,

    /// <summary>Path.</summary>
    MakeDirectory,
}

/// <summary>An answer: a result or -errno, the message of a failure, and perhaps a descriptor.</summary>
internal readonly record struct MasterReply(int Result, string Text = "", int Descriptor = -1);

/// <summary>
/// The messages between server process and master on their pair of sockets. A request is its length, its kind and its fields; an
/// answer is short enough to arrive in one piece.
/// </summary>
internal static class MasterProtocol
{
    private const int LengthSize = sizeof(int);
    private const int MaxRequest = 1 << 20;
    private const int MaxReply = 4096;

    public static void SendRequest(int fd, MasterRequest request, Action<BinaryWriter> fields)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(0);
        writer.Write((byte)request);
        fields(writer);
        writer.Seek(0, SeekOrigin.Begin);
        writer.Write((int)stream.Length - LengthSize);
        SendAll(fd, stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>The next request; null when the other side is gone.</summary>
    public static BinaryReader? ReceiveRequest(int fd, out MasterRequest request)
    {
        request = default;
        Span<byte> length = stackalloc byte[LengthSize];
        if (!ReceiveAll(fd, length) || BitConverter.ToInt32(length) is < 1 or > MaxRequest)
            return null;
        var body = new byte[BitConverter.ToInt32(length)];
        if (!ReceiveAll(fd, body))
            return null;
        request = (MasterRequest)body[0];
        return new BinaryReader(new MemoryStream(body, 1, body.Length - 1), Encoding.UTF8);
    }

    public static void SendReply(int fd, MasterReply reply)
    {
        var text = SystemText.Encode(reply.Text);
        byte[] bytes = [.. BitConverter.GetBytes(reply.Result), .. text.AsSpan(0, Math.Min(text.Length, MaxReply - sizeof(int)))];
        Sockets.SendWithDescriptor(fd, bytes, reply.Descriptor);
    }

    /// <summary>The answer; null when the other side is gone.</summary>
    public static MasterReply? ReceiveReply(int fd)
    {
        Span<byte> buffer = stackalloc byte[MaxReply];
        int received;
        int descriptor;
        do
            received = Sockets.ReceiveWithDescriptor(fd, buffer, out descriptor);
        while (received == -Errno.EINTR);
        if (received < sizeof(int))
            return null;
        return new MasterReply(BitConverter.ToInt32(buffer), SystemText.Decode(buffer[sizeof(int)..received]), descriptor);
    }

    public static void Write(BinaryWriter writer, SocketKey key)
    {
        writer.Write(key.Address.Bytes.Length);
        writer.Write(key.Address.Bytes);
        writer.Write(key.IsDatagram);
        writer.Write(key.Share);
    }

    public static SocketKey ReadKey(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        return new SocketKey(new SocketAddress(reader.ReadBytes(length)), reader.ReadBoolean(), reader.ReadInt32());
    }

    private static void SendAll(int fd, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sent = Sockets.Send(fd, bytes);
            if (sent < 0 && sent != -Errno.EINTR)
                return;
            bytes = bytes[Math.Max(sent, 0)..];
        }
    }

    private static bool ReceiveAll(int fd, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var received = Sockets.Receive(fd, buffer);
            if (received == -Errno.EINTR)
                continue;
            if (received <= 0)
                return false;
            buffer = buffer[received..];
        }

        return true;
    }
}
