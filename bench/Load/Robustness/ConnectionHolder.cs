using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Engine.Bench.Load.Clients;

namespace Engine.Bench.Load.Robustness;

/// <summary>
/// A process of its own, because one process may not have 20,000 open files everywhere: opens connections, sends one request on each,
/// prints what became of them after a fixed time, and holds those that live until its standard input ends.
/// </summary>
internal static class ConnectionHolder
{
    public const string Verb = "hold-connections";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly byte[] Request = BlockingClient.Request("/");

    /// <summary>How far one connection came.</summary>
    private enum Fate
    {
        Refused,
        NotConnected,
        NoAnswerYet,
        ClosedWithoutAnswer,
        AnsweredAndOpen,
        AnsweredAndClosed,
        OtherStatus,
    }

    public static async Task<int> Run(string port, string count)
    {
        var connections = Enumerable.Range(0, int.Parse(count, CultureInfo.InvariantCulture))
            .Select(_ => new Held(int.Parse(port, CultureInfo.InvariantCulture))).ToArray();
        foreach (var connection in connections)
            _ = connection.RunAsync();
        await Task.Delay(Patience);
        Console.WriteLine(string.Join(' ', Enum.GetValues<Fate>().Select(fate => $"{fate}={connections.Count(held => held.Fate == fate)}")));
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private sealed class Held(int port)
    {
        private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly AnswerParser answer = new();

        public Fate Fate { get; private set; } = Fate.NotConnected;

        public async Task RunAsync()
        {
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                Fate = Fate.NoAnswerYet;
                await socket.SendAsync(Request);
                await ReadToEndAsync();
            }
            catch (SocketException failure)
            {
                if (failure.SocketErrorCode == SocketError.ConnectionRefused)
                    Fate = Fate.Refused;
                else
                    OnClosed();
            }
        }

        private async Task ReadToEndAsync()
        {
            var buffer = new byte[1024];
            while (await socket.ReceiveAsync(buffer) is var received && received > 0)
            {
                if (answer.Take(buffer.AsSpan(0, received)) == AnswerState.Complete)
                    Fate = answer.Status == 200 ? Fate.AnsweredAndOpen : Fate.OtherStatus;
            }

            OnClosed();
        }

        private void OnClosed()
        {
            if (Fate == Fate.AnsweredAndOpen)
                Fate = Fate.AnsweredAndClosed;
            else if (Fate == Fate.NoAnswerYet)
                Fate = Fate.ClosedWithoutAnswer;
        }
    }
}
