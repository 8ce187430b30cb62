using System.Buffers;
using System.Buffers.Binary;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net.Resolver;

/// <summary>
/// One question put to the servers until one of them answers: by UDP, each attempt from a socket and so a port of its own, and by TCP when
/// the answer is too long for that.
/// </summary>
internal sealed class DnsExchange(EventLoop loop, ResolverSettings settings, NameLookup lookup, ByteString name, DnsRecordType type)
{
    /// <summary>Wrong answers in one attempt: more than that, and somebody guesses. The next attempt has another id and port.</summary>
    private const int MaxStrays = 20;

    private const int MaxDatagram = 4096;

    private readonly SocketAddress[] servers = settings.Servers;
    private readonly byte[] query = new byte[DnsQuery.MaxLength];
    private int queryLength;

    /// <summary>An answer, or <see cref="DnsResponse.TimedOut"/> when nobody waits for one any more.</summary>
    public async ValueTask<DnsResponse> AskAsync(int firstServer)
    {
        for (var attempt = 0; ; attempt++)
        {
            var started = loop.Clock.NowMs;
            var patience = servers.Length > 1 ? settings.ResendToNextMs : settings.ResendMs;
            if (!lookup.IsAwaited)
                return DnsResponse.TimedOut;
            var server = servers[(firstServer + attempt) % servers.Length];
            if (await AskByUdp(server, started + patience) is { } response)
                return response;
            // All of them failed at once: they get time to recover.
            var isRoundOver = (attempt + 1) % servers.Length == 0;
            if (isRoundOver && loop.Clock.NowMs < started + patience)
                await new LoopDelay(loop).WaitAsync(started + patience - loop.Clock.NowMs);
        }
    }

    /// <summary>Null when the server gave no answer that is one.</summary>
    private async ValueTask<DnsResponse?> AskByUdp(SocketAddress server, long untilMs)
    {
        queryLength = DnsQuery.Write(query, name.Span, type);
        var socket = loop.CreateUdpSocket();
        var buffer = ArrayPool<byte>.Shared.Rent(MaxDatagram);
        try
        {
            var errno = socket.Connect(server);
            if (errno != 0)
                return Fail(server, "connect()", errno);
            var sent = await socket.SendAsync(query.AsMemory(0, queryLength));
            if (sent < 0)
                return Fail(server, "send()", -sent);
            for (var strays = 0; strays <= MaxStrays && loop.Clock.NowMs < untilMs; strays++)
            {
                var length = await socket.ReceiveAsync(buffer, (int)(untilMs - loop.Clock.NowMs));
                if (length < 0)
                    return Fail(server, "recv()", -length);
                var outcome = Read(buffer.AsSpan(0, length), server, out var response);
                if (outcome == DnsOutcome.Truncated)
                    return await AskByTcp(server, untilMs);
                if (outcome != DnsOutcome.Stray)
                    return response;
            }

            return null;
        }
        finally
        {
            socket.Close();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<DnsResponse?> AskByTcp(SocketAddress server, long untilMs)
    {
        var options = new ConnectOptions { TimeoutMs = (int)Math.Max(1, untilMs - loop.Clock.NowMs) };
        var result = await loop.CreateConnector().ConnectAsync(server, options);
        if (result.Connection is not { } connection)
            return Fail(server, "connect()", result.Errno);
        var deadline = new ReadDeadline(connection);
        deadline.Arm(loop, Math.Max(1, untilMs - loop.Clock.NowMs));
        try
        {
            WriteFrame(connection.Output);
            var flushed = await connection.Output.FlushAsync();
            return flushed.IsCompleted || flushed.IsCanceled ? Fail(server, "send()", connection.BrokenBy) : await ReadFrame(connection, server);
        }
        finally
        {
            deadline.Detach();
            connection.Close();
        }
    }

    private void WriteFrame(ConnectionWriter output)
    {
        var frame = output.GetSpan(sizeof(ushort) + queryLength);
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)queryLength);
        query.AsSpan(0, queryLength).CopyTo(frame[sizeof(ushort)..]);
        output.Advance(sizeof(ushort) + queryLength);
    }

    /// <summary>The length stands before the message (RFC 1035 section 4.2.2).</summary>
    private async ValueTask<DnsResponse?> ReadFrame(Connection connection, SocketAddress server)
    {
        while (true)
        {
            var read = await connection.Input.ReadAsync();
            var frame = read.Buffer;
            if (TryTakeMessage(ref frame, out var message))
            {
                var outcome = Read(message, server, out var response);
                connection.Input.AdvanceTo(frame.Start);
                return outcome == DnsOutcome.Answer ? response : null;
            }

            connection.Input.AdvanceTo(frame.Start, frame.End);
            if (read.IsCompleted)
                return Fail(server, "recv()", connection.BrokenBy);
            if (read.IsCanceled)
                return null;
        }
    }

    private static bool TryTakeMessage(ref ReadOnlySequence<byte> input, out byte[] message)
    {
        message = [];
        var reader = new SequenceReader<byte>(input);
        if (!reader.TryReadBigEndian(out short length) || !reader.TryReadExact((ushort)length, out var content))
            return false;
        message = content.ToArray();
        input = input.Slice(reader.Position);
        return true;
    }

    private DnsOutcome Read(ReadOnlySpan<byte> message, SocketAddress server, out DnsResponse? response)
    {
        var outcome = DnsReader.Read(message, query.AsSpan(0, queryLength), name.Span, type, out response);
        if (outcome == DnsOutcome.Stray)
            loop.Log.Write(LogLevel.Warn, $"unexpected DNS response for {name}, resolver: {server}");
        else if (outcome is DnsOutcome.Malformed or DnsOutcome.Refused)
            loop.Log.Write(LogLevel.Error, $"{(outcome == DnsOutcome.Malformed ? "malformed DNS response" : "DNS error (1: Format error)")} for {name}, resolver: {server}");
        return outcome;
    }

    private DnsResponse? Fail(SocketAddress server, string call, int errno)
    {
        if (errno is not Errno.ETIMEDOUT and not Errno.ECANCELED)
            loop.Log.Write(LevelOf(errno), $"{call} failed ({errno}: {Errno.Text(errno)}) while resolving, resolver: {server}");
        return null;
    }

    /// <summary>As nginx tells what networks do from what should not happen.</summary>
    private static LogLevel LevelOf(int errno) => errno switch
    {
        Errno.ECONNREFUSED or Errno.ECONNRESET or Errno.EPIPE or Errno.ENETUNREACH or Errno.EHOSTUNREACH => LogLevel.Error,
        _ => LogLevel.Alert,
    };
}
