using Engine.Core.Buffers;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.AuthBasic;

/// <summary>The password files that a worker has read; a file is read again when it may have changed.</summary>
internal static class PasswordFiles
{
    /// <summary>A file changed so recently may change again without a new time stamp.</summary>
    private const int SettledSeconds = 2;

    [ThreadStatic]
    private static Dictionary<ByteString, Entry>? known;

    /// <summary>The hash of a user, null when the file does not have that user. 0 or errno.</summary>
    /// <param name="path">With a terminating zero.</param>
    public static int Find(ByteString path, ByteString user, out ByteString? hash)
    {
        hash = null;
        known ??= new Dictionary<ByteString, Entry>(ByteStringComparer.Instance);
        var result = Files.Status(path.Span, followLink: true, out var status);
        if (result != 0)
            return -result;
        if (!known.TryGetValue(path, out var entry) || entry.Status != status || !entry.IsSettled)
        {
            var errno = Read(path, out var users);
            if (errno != 0)
                return errno;
            entry = new Entry(status, users, LocalTime.UnixSeconds - status.ModifiedSeconds >= SettledSeconds);
            known[ByteString.Copy(path.Span)] = entry;
        }

        hash = entry.Users.TryGetValue(user, out var found) ? found : null;
        return 0;
    }

    private static int Read(ByteString path, out Dictionary<ByteString, ByteString> users)
    {
        users = [];
        var fd = Files.Open(path.Span, Files.O_RDONLY);
        if (fd < 0)
            return -fd;
        var content = new MemoryStream();
        Span<byte> piece = stackalloc byte[4096];
        int read;
        while ((read = Files.Read(fd, piece)) > 0)
            content.Write(piece[..read]);
        Files.Close(fd);
        users = Parse(new ByteString(content.GetBuffer(), 0, (int)content.Length));
        return -read;
    }

    /// <summary>Lines of "user:hash" or "user:hash:comment"; the first line of a user counts.</summary>
    internal static Dictionary<ByteString, ByteString> Parse(ByteString content)
    {
        var users = new Dictionary<ByteString, ByteString>(ByteStringComparer.Instance);
        for (var start = 0; start < content.Length;)
        {
            var end = content.Span[start..].IndexOfAny((byte)'\n', (byte)'\r');
            end = end < 0 ? content.Length : start + end;
            var line = content.Slice(start, end - start);
            start = end + 1;
            var colon = line.Span.IndexOf((byte)':');
            if (colon < 0 || line[0] == '#')
                continue;
            var hash = line.Slice(colon + 1);
            var next = hash.Span.IndexOf((byte)':');
            users.TryAdd(line.Slice(0, colon), next < 0 ? hash : hash.Slice(0, next));
        }

        return users;
    }

    private sealed record Entry(FileStatus Status, Dictionary<ByteString, ByteString> Users, bool IsSettled);
}
