using System.Text;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Testing;
using Microsoft.Win32.SafeHandles;

namespace Engine.Core.Tests.Loop;

/// <summary>
/// A real loop that runs on the test's thread for as long as an asynchronous body takes. When it is disposed no connection may be
/// open and no buffer rented.
/// </summary>
internal sealed class TestLoop : IDisposable
{
    private readonly string log = Path.GetTempFileName();
    private readonly LogFiles logFiles = new();
    private readonly SafeFileHandle logHandle;

    public TestLoop(string method) : this(EventLoop.Create(method, workerIndex: 0)!)
    {
    }

    public TestLoop(EventLoop loop)
    {
        Loop = loop;
        loop.Log = new ErrorLog(new ErrorLogTarget(logFiles.Use(log), LogLevel.Debug));
        Assert.That(logFiles.OpenAll(out _, out _), Is.True);
        logHandle = File.OpenHandle(log, share: FileShare.ReadWrite);
    }

    public EventLoop Loop { get; }

    public string Log
    {
        get
        {
            var bytes = new byte[RandomAccess.GetLength(logHandle)];
            return Encoding.Latin1.GetString(bytes, 0, RandomAccess.Read(logHandle, bytes, 0));
        }
    }

    public void Run(Func<Task> body)
    {
        Task? task = null;
        Loop.Post(() => task = body());
        RunUntil(() => task is { IsCompleted: true });
        task!.GetAwaiter().GetResult();
    }

    public void RunUntil(Func<bool> condition)
    {
        var deadline = Environment.TickCount64 + (long)SafetyTimeout.Value.TotalMilliseconds;
        using var watchdog = new System.Threading.Timer(_ => Loop.Post(static () => { }), null, SafetyTimeout.Value, SafetyTimeout.Value);
        Loop.RunUntil(() => condition() || Environment.TickCount64 > deadline);
        Assert.That(condition(), Is.True, "the loop waited too long; its log:\n" + Log);
    }

    /// <summary>A listening socket on a free loopback port.</summary>
    public static ListeningSocket ListenOnLoopback(ListenOptions? options = null) =>
        ListenOn(SocketAddresses.Loopback(0), options);

    public static ListeningSocket ListenOn(SocketAddress address, ListenOptions? options = null)
    {
        var socket = ListeningSocket.Bind(address, options ?? new ListenOptions(), out var failure, out var errno);
        Assert.That(socket, Is.Not.Null, $"{failure} ({errno})");
        return socket!;
    }

    /// <summary>Both ends of a connection over a listening socket that is closed again.</summary>
    public async Task<(Connection Server, Connection Client)> ConnectAsync(SocketAddress? address = null, ListenOptions? options = null)
    {
        var listening = ListenOn(address ?? SocketAddresses.Loopback(0), options);
        var acceptor = new TestAcceptor();
        Loop.Listen(listening, acceptor);
        var connected = await Loop.CreateConnector().ConnectAsync(listening.Address, ConnectOptions.Default);
        Assert.That(connected.Errno, Is.Zero);
        // A deferred socket accepts only when there are bytes.
        var server = options is { Deferred: true } ? null : await acceptor.NextAsync();
        Loop.StopListening(listening);
        listening.Close(removePath: true);
        return (server!, connected.Connection!);
    }

    public void Dispose()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Loop.ConnectionCount, Is.Zero, "connections left");
            Assert.That(Loop.Segments.Leased, Is.Zero, "buffers left");
        });
        (Loop as IDisposable)?.Dispose();
        logHandle.Dispose();
        logFiles.Dispose();
        File.Delete(log);
    }
}
