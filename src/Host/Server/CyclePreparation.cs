using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Core.Process;
using Engine.Interop.Libc;

namespace Engine.Host.Server;

/// <summary>Opens what a loaded cycle needs of the system.</summary>
internal static class CyclePreparation
{
    private const uint DirectoryMode = 0x1C0;

    /// <summary>Makes directories, opens log files and listening sockets.</summary>
    /// <exception cref="ConfException">Something can't be had.</exception>
    public static void OpenFilesAndSockets(Cycle cycle, ListeningSockets sockets, int workerCount, ErrorLog log)
    {
        foreach (var directory in cycle.Directories)
            MakeDirectory(directory, cycle.Core);
        if (!cycle.LogFiles.OpenAll(out var failure, out var errno))
            throw new ConfException($"{failure} ({errno}: {Errno.Text(errno)})");
        sockets.Open(cycle, workerCount, log);
    }

    private static void MakeDirectory(string path, CoreConf conf)
    {
        var result = PrivilegedFiles.MakeDirectory(path, DirectoryMode, conf.User.IsSet ? conf.User.Value.UserId : null);
        if (result < 0)
            throw new ConfException($"mkdir() \"{path}\" failed ({-result}: {Errno.Text(-result)})");
    }
}
