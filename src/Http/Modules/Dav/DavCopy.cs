using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Dav;

/// <summary>COPY and MOVE.</summary>
internal static class DavCopy
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (!DavDestination.TryRead(request, out var destination))
            return new HandlerResult(400);
        if (CheckFields(request, destination, out var overwrites) is { Code: not 0 } refusal)
            return refusal;
        return Transfer(request, destination, overwrites);
    }

    private static HandlerResult CheckFields(HttpRequest request, ByteString destination, out bool overwrites)
    {
        overwrites = true;
        if (DavHandler.IsCollection(request.Uri.Span) != DavHandler.IsCollection(destination.Span))
        {
            request.Log.Write(LogLevel.Error, request, $"both URI \"{request.Uri}\" and \"Destination\" URI \"{destination}\" should be either collections or non-collections");
            return 409;
        }

        var depth = DavDepths.Read(request, DavDepth.Infinity);
        if (depth != DavDepth.Infinity && (request.Method == HttpMethod.Move || depth != DavDepth.Zero))
        {
            request.Log.Write(LogLevel.Error, request, $"\"Depth\" header must be {(request.Method == HttpMethod.Move ? "infinity" : "0 or infinity")}");
            return 400;
        }

        if (!request.Headers.TryGet(KnownField.Overwrite, out var field))
            return HandlerResult.Ok;
        overwrites = field.EqualsIgnoreCase("T"u8);
        if (overwrites || field.EqualsIgnoreCase("F"u8))
            return HandlerResult.Ok;
        request.Log.Write(LogLevel.Error, request, $"client sent invalid \"Overwrite\" header: \"{field}\"");
        return 400;
    }

    private static HandlerResult Transfer(HttpRequest request, ByteString destination, bool overwrites)
    {
        var from = PathMapper.MapFile(request);
        var to = DavHandler.WithoutSlash(request, PathMapper.MapFile(request, destination));
        var result = Files.Status(to.Terminated, followLink: false, out var existing);
        if (result is < 0 and not -Errno.ENOENT)
            return DavHandler.Fail(request, -result, 404, "lstat()", to);
        var exists = result >= 0;
        if (exists && CheckExisting(request, destination, to, existing, overwrites) is { Code: not 0 } refusal)
            return refusal;
        result = Files.Status(from.Terminated, followLink: false, out var status);
        if (result < 0)
            return DavHandler.Fail(request, -result, 404, "lstat()", from);
        if (exists && status.Inode == existing.Inode && status.Device == existing.Device)
            return 403;
        if (!status.IsDirectory)
            return TransferFile(request, from, to, status);
        return TransferDirectory(request, DavHandler.WithoutSlash(request, from), to, status, exists ? existing : null);
    }

    private static HandlerResult CheckExisting(HttpRequest request, ByteString destination, FilePath to, in FileStatus existing, bool overwrites)
    {
        if (existing.IsDirectory && !DavHandler.IsCollection(destination.Span))
        {
            request.Log.Write(LogLevel.Error, request, $"\"{request.Uri}\" could not be {(request.Method == HttpMethod.Copy ? "COPYed" : "MOVEed")} to collection \"{destination}\"");
            return 409;
        }

        if (overwrites)
            return HandlerResult.Ok;
        request.Log.Write(LogLevel.Error, request, $"\"{to.Text}\" could not be created", Errno.EEXIST);
        return 412;
    }

    private static HandlerResult TransferFile(HttpRequest request, FilePath from, FilePath to, in FileStatus status)
    {
        if (request.Method == HttpMethod.Move)
        {
            var result = FileChanges.Rename(from.Terminated, to.Terminated);
            if (result >= 0)
                return 204;
            if (result != -Errno.EXDEV)
                return DavHandler.Fail(request, -result, 409, "rename()", to);
        }

        if (!status.IsRegular)
            return 403;
        if (FileCopy.Copy(from, to, status, out var failure) != 0)
            return DavHandler.Fail(request, failure.Errno, 409, failure.Call, failure.Path);
        return request.Method == HttpMethod.Move && DavDelete.Remove(request, from, isDirectory: false) is { Code: not 0 } failed ? failed : 204;
    }

    private static bool IsWithin(FilePath path, FilePath directory) =>
        path.Text.Span.StartsWith(directory.Text.Span) && path.Text.Span[directory.Text.Length..] is [(byte)'/', ..];

    private static HandlerResult TransferDirectory(HttpRequest request, FilePath from, FilePath to, in FileStatus status, FileStatus? existing)
    {
        if (!DavHandler.IsCollection(request.Uri.Span))
        {
            request.Log.Write(LogLevel.Error, request, $"\"{request.Uri}\" is collection");
            return 400;
        }

        // A directory inside itself would never end; one in the place of what it is in would be removed with that.
        if (IsWithin(to, from) || IsWithin(from, to))
            return 403;
        if (existing is { } old && DavDelete.Remove(request, to, old.IsDirectory) is { Code: not 0 } failed)
            return failed;
        if (request.Method == HttpMethod.Move && FileChanges.Rename(from.Terminated, to.Terminated) >= 0)
            return 201;
        var made = FileChanges.MakeDirectory(to.Terminated, status.Mode & 0x1FF);
        if (made < 0)
            return DavHandler.Fail(request, -made, 409, "mkdir()", to);
        if (!FileTree.Copy(from, to, request.Arena, out var failure))
            return DavHandler.Fail(request, failure.Errno, 404, failure.Call, failure.Path);
        return request.Method == HttpMethod.Move && DavDelete.Remove(request, from, isDirectory: true) is { Code: not 0 } refusal ? refusal : 201;
    }
}
