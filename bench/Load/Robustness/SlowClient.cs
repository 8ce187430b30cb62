using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Bench.Load.Robustness;

/// <summary>One connection that sends or reads one byte a second, or stops sending.</summary>
internal sealed class SlowClient : IDisposable
{
    public const string Closed = "closed";

    private const int SmallestReceiveBuffer = 4096;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveBufferSize = SmallestReceiveBuffer,
    };

    /// <summary>Sends the first part at once, the rest byte by byte, and returns the status of the answer, or that there was none.</summary>
    public async Task<string> SendSlowlyAsync(int port, string atOnce, string slowly)
    {
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(atOnce));
        var answer = ReadStatusAsync();
        foreach (var letter in slowly)
        {
            await Task.WhenAny(answer, Task.Delay(Pause));
            if (answer.IsCompleted || !await TrySendAsync((byte)letter))
                break;
        }

        return await answer;
    }

    /// <summary>Reads one byte a second for that time. Whether the server has closed meanwhile is to be seen at the server.</summary>
    public async Task ReadSlowlyAsync(int port, string request, int seconds)
    {
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        var buffer = new byte[1];
        try
        {
            for (var i = 0; i < seconds; i++)
            {
                await Task.Delay(Pause);
                await socket.ReceiveAsync(buffer);
            }
        }
        catch (SocketException)
        {
            // The server has reset the connection.
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> TrySendAsync(byte letter)
    {
        try
        {
            await socket.SendAsync(new[] { letter });
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<string> ReadStatusAsync()
    {
        var buffer = new byte[1024];
        try
        {
            var received = await socket.ReceiveAsync(buffer);
            return received == 0 ? Closed : Encoding.ASCII.GetString(buffer, 9, 3);
        }
        catch (SocketException)
        {
            return Closed;
        }
    }
}
