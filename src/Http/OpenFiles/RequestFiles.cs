using System.Diagnostics.CodeAnalysis;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.OpenFiles;

/// <summary>Looks files up as the request's location says.</summary>
public static class RequestFiles
{
    /// <summary>Opens a regular file for reading; of a directory only the status is taken. The caller releases the file.</summary>
    public static FileLookup Open(HttpRequest request, FilePath path)
    {
        var conf = OpenFilesConf.Slot.Of(request);
        var symlinks = SymlinkPolicy.For(request, conf, path);
        var files = request.Worker.Files;
        return conf.Cache.Value is { } setting
            ? files.CacheFor(setting).Open(path, symlinks, UseOf(request, conf))
            : FileSystem.Open(path, symlinks, files.Pool);
    }

    /// <summary>
    /// Opens the file that the URI of a GET or HEAD request stands for, for a handler that sends parts of files. The caller releases it. False: the
    /// refusal answers, or another handler does.
    /// </summary>
    public static bool TryOpen(HttpRequest request, out FilePath path, [NotNullWhen(true)] out OpenFile? file, out HandlerResult refusal)
    {
        (path, file, refusal) = (default, null, HandlerResult.Declined);
        if ((request.Method & (HttpMethod.Get | HttpMethod.Head)) == 0)
            refusal = 405;
        else if (request.Uri.Span is not ([] or [.., (byte)'/']))
        {
            path = PathMapper.MapFile(request);
            var lookup = Open(request, path);
            file = lookup.File;
            if (!lookup.IsFound)
                refusal = Refuse(request, path, lookup);
        }

        if (file is null || file.Status.IsRegular)
            return file is not null;
        file.Release();
        return false;
    }

    /// <summary>Asks what a path is, without opening it.</summary>
    public static FileLookup Test(HttpRequest request, FilePath path)
    {
        var conf = OpenFilesConf.Slot.Of(request);
        var symlinks = SymlinkPolicy.For(request, conf, path);
        return conf.Cache.Value is { } setting
            ? request.Worker.Files.CacheFor(setting).Test(path, symlinks, UseOf(request, conf))
            : FileSystem.Test(path, symlinks);
    }

    /// <summary>The status that answers a failed look-up, which is logged.</summary>
    public static HandlerResult Refuse(HttpRequest request, FilePath path, in FileLookup lookup)
    {
        var (level, status) = lookup.Errno switch
        {
            Errno.ENOENT or Errno.ENOTDIR or Errno.ENAMETOOLONG => (LogLevel.Error, 404),
            Errno.EACCES or Errno.ELOOP => (LogLevel.Error, 403),
            _ => (LogLevel.Crit, 500),
        };
        if (status != 404 || request.Location.Core.LogNotFound.Value)
            request.Log.Write(level, request, $"{lookup.FailedCall} \"{path.Text}\" failed", lookup.Errno);
        return status;
    }

    private static CacheUse UseOf(HttpRequest request, OpenFilesConf conf) =>
        new(request.Loop.Clock.NowMs, conf.ValidMs.Value, conf.MinUses.Value, conf.Errors.Value);
}
