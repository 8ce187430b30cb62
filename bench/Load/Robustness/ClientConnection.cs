using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Engine.Bench.Load.Clients;

namespace Engine.Bench.Load.Robustness;

/// <summary>One of the many connections of a run: sends, waits for the answer, sends again; connects anew when the server has closed.</summary>
internal sealed class ClientConnection(int port, byte[] request, RequestCounts counts) : IDisposable
{
    private const int PauseAfterFailureMs = 10;

    private readonly AnswerParser answer = new();
    private readonly byte[] buffer = new byte[4096];
    private Socket? socket;

    /// <summary>Until the token is cancelled; the request that is under way then is still waited for.</summary>
    public async Task RunAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            if (socket is null && !await ConnectAsync())
                await Task.Delay(PauseAfterFailureMs, CancellationToken.None);
            else if (!await ExchangeAsync())
                Close();
        }

        Close();
    }

    public void Dispose() => Close();

    private void Close()
    {
        socket?.Dispose();
        socket = null;
    }

    private async Task<bool> ConnectAsync()
    {
        socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException failure)
        {
            counts.Add(failure.SocketErrorCode == SocketError.ConnectionRefused ? Outcome.ConnectionRefused : Outcome.ConnectionFailed);
            Close();
            return false;
        }
    }

    /// <summary>False when the connection cannot be used again.</summary>
    private async Task<bool> ExchangeAsync()
    {
        answer.Reset();
        var sentAt = Stopwatch.GetTimestamp();
        try
        {
            await socket!.SendAsync(request);
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer);
                var state = received == 0 ? AnswerState.Broken : answer.Take(buffer.AsSpan(0, received));
                if (state == AnswerState.Complete)
                    return TakeAnswer(Stopwatch.GetElapsedTime(sentAt));
                if (state == AnswerState.Broken)
                    return TakeFailure();
            }
        }
        catch (SocketException)
        {
            return TakeFailure();
        }
    }

    private bool TakeAnswer(TimeSpan wait)
    {
        if (answer.Status == 200)
            counts.AddAnswer(answer.Content, wait);
        else
            counts.Add(Outcome.OtherStatus);
        return answer.KeepsAlive;
    }

    private bool TakeFailure()
    {
        counts.Add(answer.HasStarted ? Outcome.CutShort : Outcome.NoAnswer);
        return false;
    }
}
