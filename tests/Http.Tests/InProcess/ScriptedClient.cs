using System.Text;
using Engine.Core.Net;
using Engine.Interop.Libc;

namespace Engine.Http.Tests.InProcess;

/// <summary>The server's end of a connection whose client is the test: what arrives, how much is taken, and what was sent and how it ended.</summary>
internal sealed class ScriptedClient : LoopConnection
{
    private static readonly SocketAddress Address = SocketAddress.Parse("127.0.0.1:80", 80);

    private readonly MemoryStream sent = new();
    private byte[] arriving = [];
    private int taken;
    private bool ended;

    public ScriptedClient(ScriptedLoop loop) : base(loop, Address, null)
    {
        Assert.That(loop.Slots.TryTake(), Is.True);
        Loop = loop;
    }

    public new ScriptedLoop Loop { get; }

    public override bool ShortReadMeansDrained => true;

    public override bool CanSendFile => TakesFiles;

    /// <summary>The connection has sendfile(2).</summary>
    public bool TakesFiles { get; init; }

    /// <summary>How often files were sent that way.</summary>
    public int FilesSent { get; private set; }

    /// <summary>How many more bytes the client takes before its window is full.</summary>
    public int Window { get; set; } = int.MaxValue;

    public bool WasReset { get; private set; }

    public bool HasEndedOurDirection { get; private set; }

    /// <summary>What was sent since the last call, as Latin-1.</summary>
    public string TakeSent()
    {
        var text = Encoding.Latin1.GetString(sent.GetBuffer(), 0, (int)sent.Length);
        sent.SetLength(0);
        return text;
    }

    public void ForgetSent() => sent.SetLength(0);

    /// <summary>The client sends, the server has a turn, and nobody looks at the answer.</summary>
    public void SendAndForget(byte[] request)
    {
        Send(request);
        ForgetSent();
    }

    /// <summary>The client sends, and the server has a turn.</summary>
    public ScriptedClient Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public ScriptedClient Send(byte[] bytes)
    {
        arriving = bytes;
        taken = 0;
        if (!IsClosed)
            OnEvents(readable: true, writable: false, closing: false);
        Loop.Turn();
        return this;
    }

    /// <summary>The client ends its direction.</summary>
    public ScriptedClient End()
    {
        ended = true;
        if (!IsClosed)
            OnEvents(readable: true, writable: false, closing: true);
        Loop.Turn();
        return this;
    }

    /// <summary>The client takes more.</summary>
    public void OpenWindow(int bytes)
    {
        Window = bytes;
        if (!IsClosed)
            OnEvents(readable: false, writable: true, closing: false);
        Loop.Turn();
    }

    public override int Receive(Span<byte> buffer)
    {
        var count = Math.Min(arriving.Length - taken, buffer.Length);
        if (count == 0)
            return ended ? 0 : -Errno.EAGAIN;
        arriving.AsSpan(taken, count).CopyTo(buffer);
        taken += count;
        return count;
    }

    /// <summary>How often bytes were sent.</summary>
    public int Sends { get; private set; }

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        Sends++;
        var count = Math.Min(bytes.Length, Window);
        if (count == 0)
            return -Errno.EAGAIN;
        Window -= count;
        sent.Write(bytes[..count]);
        return count;
    }

    public override int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var count = Send(first);
        return count < first.Length || Window == 0 ? count : count + Send(second);
    }

    public override long SendFile(OpenFile file, long offset, long count)
    {
        FilesSent++;
        var bytes = new byte[count];
        return Send(bytes.AsSpan(0, Math.Max(0, file.ReadAt(bytes, offset))));
    }

    public override void Reset()
    {
        WasReset = true;
        Close();
    }

    public override void ShutdownWrite() => HasEndedOurDirection = true;

    public override void SetNoDelay(bool on)
    {
    }

    protected override void CloseSocket()
    {
    }

    protected override SocketAddress? FindLocal() => Address;
}
