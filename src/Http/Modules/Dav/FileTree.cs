using Engine.Core.Buffers;
using Engine.Http.OpenFiles;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Dav;

/// <summary>What stopped the work on a tree.</summary>
internal readonly record struct FileFailure(int Errno, string Call, FilePath Path);

/// <summary>Whole directories. Links are removed and copied as what they are to the walk: never followed to directories elsewhere.</summary>
internal static class FileTree
{
    /// <summary>Deeper trees are not touched: no path of the system is that long either.</summary>
    private const int MaxDepth = 1000;

    public static bool Remove(FilePath path, ByteArena arena, out FileFailure failure) => Remove(path, arena, MaxDepth, out failure);

    /// <summary>Copies what is in one directory into another, which is there already.</summary>
    public static bool Copy(FilePath from, FilePath to, ByteArena arena, out FileFailure failure) => Copy(from, to, arena, MaxDepth, out failure);

    private static bool Remove(FilePath path, ByteArena arena, int depth, out FileFailure failure)
    {
        var entries = new List<DirectoryEntry>();
        var errno = depth == 0 ? Errno.ENAMETOOLONG : DirectoryReader.ReadAll(path, arena, entries);
        if (errno != 0)
            return Fail(errno, "opendir()", path, out failure);
        foreach (var entry in entries)
        {
            var inner = Inside(path, entry.Name, arena);
            if (entry.Status.IsDirectory)
            {
                if (!Remove(inner, arena, depth - 1, out failure))
                    return false;
            }
            else if (FileChanges.Unlink(inner.Terminated) is < 0 and var failed)
                return Fail(-failed, "unlink()", inner, out failure);
        }

        failure = default;
        return FileChanges.RemoveDirectory(path.Terminated) is not (< 0 and var result) || Fail(-result, "rmdir()", path, out failure);
    }

    private static bool Copy(FilePath from, FilePath to, ByteArena arena, int depth, out FileFailure failure)
    {
        var entries = new List<DirectoryEntry>();
        var errno = depth == 0 ? Errno.ENAMETOOLONG : DirectoryReader.ReadAll(from, arena, entries);
        if (errno != 0)
            return Fail(errno, "opendir()", from, out failure);
        foreach (var entry in entries)
        {
            var source = Inside(from, entry.Name, arena);
            var target = Inside(to, entry.Name, arena);
            if (entry.Status.IsDirectory)
            {
                if (FileChanges.MakeDirectory(target.Terminated, entry.Status.Mode & 0x1FF) is < 0 and var made)
                    return Fail(-made, "mkdir()", target, out failure);
                if (!Copy(source, target, arena, depth - 1, out failure))
                    return false;
            }
            else if (entry.Status.IsRegular && FileCopy.Copy(source, target, entry.Status, out failure) != 0)
                return false;
        }

        failure = default;
        return true;
    }

    private static FilePath Inside(FilePath directory, ByteString name, ByteArena arena) =>
        FilePath.Join(arena, arena.Concat(directory.Text.Span, "/"u8).Span, name.Span);

    private static bool Fail(int errno, string call, FilePath path, out FileFailure failure)
    {
        failure = new FileFailure(errno, call, path);
        return false;
    }
}
