using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Core.Process;
using Engine.Host.Master;
using Engine.Interop.Libc;

namespace Engine.Host.Server;

/// <summary>The server process's view of its master: asks it for what an ordinary user may not do.</summary>
internal sealed class MasterClient : ISupervisor, ISocketBinder
{
    private readonly Lock gate = new();
    private readonly int fd;

    public MasterClient(ProcessRole role)
    {
        fd = role.Fd;
        MasterProcessId = role.ParentId;
        PrivilegedFiles.Master = OpenFile;
        PrivilegedFiles.MasterMakeDirectory = path => Call(MasterRequest.MakeDirectory, writer => writer.Write(path)).Result;
    }

    public ISocketBinder Binder => this;

    public int MasterProcessId { get; }

    public bool IsSingleProcess => false;

    /// <summary>
    /// The master reads the files: it may, and it knows which configuration a server process that died had been serving.
    /// Without its copy the files are read here, and what is wrong with them is said here.
    /// </summary>
    public CycleSources SourcesOf(CycleSources sources)
    {
        var reply = Call(MasterRequest.Configuration, static _ => { });
        if (reply.Descriptor < 0)
            return sources;
        var bytes = ReadAll(reply.Descriptor);
        Files.Close(reply.Descriptor);
        return sources with { Snapshot = ConfSnapshot.FromBytes(bytes) };
    }

    public void OnOpened(Cycle cycle)
    {
    }

    public void OnReady(Cycle cycle)
    {
        var reply = Call(MasterRequest.Ready, static _ => { });
        if (reply.Result < 0)
            throw new ConfException(reply.Text);
        ErrorLog.EchoesToStderr = false;
        cycle.Log.RedirectStderr();
        if (reply.Result > 0)
            Terminal.Leave();
        LeaveWithMaster();
    }

    public void OnFailed()
    {
    }

    public void OnExit()
    {
    }

    public ListeningSocket? Bind(SocketKey key, ListenOptions options, out string? failure, out int errno)
    {
        var reply = Call(MasterRequest.Bind, writer =>
        {
            MasterProtocol.Write(writer, key);
            writer.Write(options.Backlog);
            writer.Write(options.ReusePort);
            writer.Write(options.IPv6Only);
            writer.Write(options.Multipath);
        });
        failure = reply.Text;
        errno = -reply.Result;
        return reply.Descriptor < 0 ? null : ListeningSocket.FromFd(key.Address, reply.Descriptor, options);
    }

    public void Keep(IReadOnlyCollection<SocketKey> keys) => Call(MasterRequest.Keep, writer =>
    {
        writer.Write(keys.Count);
        foreach (var key in keys)
            MasterProtocol.Write(writer, key);
    });

    /// <summary>The master has its own, and decides for how long.</summary>
    public void OnClosed()
    {
    }

    private static byte[] ReadAll(int fd)
    {
        Files.Status(fd, out var status);
        var bytes = new byte[status.Size];
        var length = 0;
        while (length < bytes.Length && Files.ReadAt(fd, bytes.AsSpan(length), length) is var read and > 0)
            length += read;
        return bytes;
    }

    private int OpenFile(string path, int flags)
    {
        var reply = Call(MasterRequest.OpenFile, writer =>
        {
            writer.Write(path);
            writer.Write(flags);
        });
        return reply.Descriptor >= 0 ? reply.Descriptor : reply.Result;
    }

    /// <summary>A master that was killed leaves nobody who could restart or reload: finish what is under way, and free the addresses for the next one.</summary>
    private void LeaveWithMaster()
    {
        Processes.SignalOnParentDeath(Signals.SIGQUIT);
        if (Processes.ParentId != MasterProcessId)
            Processes.Kill(Processes.Id, Signals.SIGQUIT);
    }

    private MasterReply Call(MasterRequest request, Action<BinaryWriter> fields)
    {
        lock (gate)
        {
            MasterProtocol.SendRequest(fd, request, fields);
            return MasterProtocol.ReceiveReply(fd) ?? new MasterReply(-Errno.EPIPE, "the master process is gone");
        }
    }
}
