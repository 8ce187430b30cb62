using System.Text;
using Engine.Core.Net;
using Engine.Core.Tests.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Tests.Net;

/// <summary>A connection whose system calls are scripted: what each returns, and what each was given.</summary>
internal sealed class ScriptedConnection : LoopConnection
{
    private readonly Queue<(byte[] Bytes, int Errno)> toReceive = new();
    private readonly Queue<int> sendResults = new();

    public ScriptedConnection(ScriptedEventLoop loop, ListenOptions? options = null)
        : base(loop, SocketAddresses.Loopback(1), options is null ? null : ListeningSocket.FromFd(SocketAddresses.Loopback(80), -1, options))
    {
        Assert.That(loop.Slots.TryTake(), Is.True);
        Loop = loop;
    }

    public new ScriptedEventLoop Loop { get; }

    /// <summary>One line per call: "recv 4096 -> 5", "send abc", "sendmsg abc|def", "sendfile 0+10".</summary>
    public List<string> Calls { get; } = [];

    public override bool ShortReadMeansDrained => true;

    public override bool CanSendFile => SendsFiles;

    public bool SendsFiles { get; init; } = true;

    /// <summary>What the next receive returns.</summary>
    public ScriptedConnection Arrive(string bytes)
    {
        toReceive.Enqueue((Encoding.Latin1.GetBytes(bytes), 0));
        return this;
    }

    /// <summary>The errno of the next receive; 0 is the peer's end.</summary>
    public ScriptedConnection ReceiveFails(int errno)
    {
        toReceive.Enqueue(([], errno));
        return this;
    }

    /// <summary>How many bytes the next calls take, or -errno; without a script they take everything.</summary>
    public ScriptedConnection Take(params int[] results)
    {
        foreach (var result in results)
            sendResults.Enqueue(result);
        return this;
    }

    public void Readable(bool closing = false) => OnEvents(readable: true, writable: false, closing);

    public void Writable() => OnEvents(readable: false, writable: true, closing: false);

    public override int Receive(Span<byte> buffer)
    {
        var result = -Errno.EAGAIN;
        if (toReceive.TryDequeue(out var next))
        {
            result = Math.Min(next.Bytes.Length, buffer.Length);
            next.Bytes.AsSpan(0, result).CopyTo(buffer);
            if (result == 0)
                result = -next.Errno;
        }

        Calls.Add($"recv {buffer.Length} -> {result}");
        return result;
    }

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        Calls.Add($"send {Encoding.Latin1.GetString(bytes)}");
        return Taken(bytes.Length);
    }

    public override int SendHeldBack(ReadOnlySpan<byte> bytes)
    {
        Calls.Add($"send more {Encoding.Latin1.GetString(bytes)}");
        return Taken(bytes.Length);
    }

    public override int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Calls.Add($"sendmsg {Encoding.Latin1.GetString(first)}|{Encoding.Latin1.GetString(second)}");
        return Taken(first.Length + second.Length);
    }

    public override long SendFile(OpenFile file, long offset, long count)
    {
        Calls.Add($"sendfile {offset}+{count}");
        return Taken((int)count);
    }

    public override void Reset() => Close();

    public override void ShutdownWrite() => Calls.Add("shutdown");

    public override void SetNoDelay(bool on)
    {
    }

    protected override void CloseSocket() => Calls.Add("close");

    protected override SocketAddress? FindLocal() => null;

    private int Taken(int length) => sendResults.TryDequeue(out var result) ? result : length;
}
