using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Core.Process;
using Engine.Interop.Libc;

namespace Engine.Host.Master;

/// <summary>Answers the server process. Keeps the listening sockets, so that they outlive it.</summary>
internal sealed class MasterService(CycleSources sources)
{
    private const uint DirectoryMode = 0x1C0;

    private readonly Dictionary<SocketKey, ListeningSocket> open = [];

    /// <summary>Inherited, and not yet asked for.</summary>
    private readonly HashSet<SocketKey> unasked = [];
    private MasterConfiguration? serving;
    private MasterConfiguration? next;

    /// <summary>The configuration is ready, null if only the server process could read it. The answer: null, or why it can't serve nevertheless.</summary>
    public required Func<MasterConfiguration?, string?> OnReady { get; init; }

    public required bool IsDaemon { get; init; }

    public required Func<ErrorLog> Log { get; init; }

    /// <summary>Another master has the same sockets: files of unix-domain sockets stay.</summary>
    public Func<bool> IsShared { get; init; } = static () => false;

    public IReadOnlyCollection<ListeningSocket> Open => open.Values;

    /// <summary>The next server process takes the place of one that died: it gets what that one served, not what is on disk by now.</summary>
    public bool IsRestart { get; set; }

    /// <summary>Reads a request and answers it. False when the server process is gone.</summary>
    public bool Answer(int fd)
    {
        using var reader = MasterProtocol.ReceiveRequest(fd, out var request);
        if (reader is null)
            return false;
        var reply = request switch
        {
            MasterRequest.Configuration => Configuration(),
            MasterRequest.Bind => Bind(reader),
            MasterRequest.Keep => Keep(reader),
            MasterRequest.Ready => Ready(),
            MasterRequest.OpenFile => OpenFile(reader),
            MasterRequest.MakeDirectory => MakeDirectory(reader),
            _ => new MasterReply(-Errno.EINVAL),
        };
        MasterProtocol.SendReply(fd, reply);
        if (request is MasterRequest.OpenFile or MasterRequest.Configuration && reply.Descriptor >= 0)
            Files.Close(reply.Descriptor);
        return true;
    }

    public void CloseAll() => CloseExcept([]);

    /// <summary>Takes sockets over from the master before.</summary>
    public void Inherit(IEnumerable<(SocketKey Key, int Fd)> sockets)
    {
        foreach (var (key, fd) in sockets)
        {
            open.TryAdd(key, ListeningSocket.FromFd(key.Address, fd, new ListenOptions { IsDatagram = key.IsDatagram }));
            unasked.Add(key);
        }
    }

    private MasterReply Configuration()
    {
        if (next != serving)
            next?.Outline.Dispose();
        try
        {
            next = IsRestart && serving is not null ? serving : MasterConfiguration.Read(sources, Log());
        }
        catch (ConfException)
        {
            // The server process finds the same, and says so.
            next = null;
            return new MasterReply(-Errno.EINVAL);
        }

        var fd = Files.MemoryFile("configuration"u8);
        if (fd < 0)
            return new MasterReply(fd);
        var bytes = next.Snapshot.ToBytes();
        for (var written = 0; written < bytes.Length;)
        {
            var count = Files.Write(fd, bytes.AsSpan(written));
            if (count <= 0)
                break;
            written += count;
        }

        return new MasterReply(0, "", fd);
    }

    private MasterReply Bind(BinaryReader reader)
    {
        var key = MasterProtocol.ReadKey(reader);
        var options = new ListenOptions
        {
            IsDatagram = key.IsDatagram,
            Backlog = reader.ReadInt32(),
            ReusePort = reader.ReadBoolean(),
            IPv6Only = reader.ReadBoolean(),
            Multipath = reader.ReadBoolean(),
        };
        unasked.Remove(key);
        if (open.TryGetValue(key, out var known))
            return new MasterReply(0, "", known.Fd);
        var socket = ListeningSocket.Bind(key.Address, options, out var failure, out var errno);
        if (socket is null)
            return new MasterReply(-errno, failure!);
        open.Add(key, socket);
        return new MasterReply(0, "", socket.Fd);
    }

    private MasterReply Keep(BinaryReader reader)
    {
        var kept = new HashSet<SocketKey>();
        for (var count = reader.ReadInt32(); count > 0; count--)
            kept.Add(MasterProtocol.ReadKey(reader));
        CloseExcept(kept);
        return new MasterReply(0);
    }

    private MasterReply Ready()
    {
        if (OnReady(next) is { } failure)
            return new MasterReply(-1, failure);
        serving = next ?? serving;
        IsRestart = false;
        if (unasked.Count > 0)
            CloseExcept([.. open.Keys.Except(unasked)]);
        unasked.Clear();
        return new MasterReply(IsDaemon ? 1 : 0);
    }

    private MasterReply OpenFile(BinaryReader reader)
    {
        var path = reader.ReadString();
        var flags = reader.ReadInt32();
        if (!IsAllowed(paths => paths.MayOpen(path, flags), path))
            return new MasterReply(-Errno.EACCES);
        var fd = Files.Open(path, flags);
        return fd < 0 ? new MasterReply(fd) : new MasterReply(0, "", fd);
    }

    private MasterReply MakeDirectory(BinaryReader reader)
    {
        var path = reader.ReadString();
        if (!IsAllowed(paths => paths.MayMake(path), path))
            return new MasterReply(-Errno.EACCES);
        var user = (next ?? serving)!.Outline.Core.User;
        return new MasterReply(PrivilegedFiles.MakeDirectory(path, DirectoryMode, user.IsSet ? user.Value.UserId : null));
    }

    private bool IsAllowed(Func<ConfiguredPaths, bool> ask, string path)
    {
        if ((next ?? serving) is { } configuration && ask(configuration.Paths))
            return true;
        Log().Write(LogLevel.Alert, $"a worker asked for \"{path}\", which the configuration does not name");
        return false;
    }

    private void CloseExcept(HashSet<SocketKey> kept)
    {
        foreach (var (key, socket) in open.Where(entry => !kept.Contains(entry.Key)).ToArray())
        {
            socket.Close();
            open.Remove(key);
            if (key.Address.IsUnix && !IsShared())
                Files.Unlink(key.Address.UnixPath);
        }
    }
}
