using Engine.Core.Buffers;
using Engine.Http.Modules.Upstream;

namespace Engine.Http.Modules.Memc;

/// <summary>The line that a command begins with.</summary>
internal static class MemcRequest
{
    public static void Write(UpstreamRequest upstream, MemcState state)
    {
        var head = upstream.Head;
        head.Clear();
        head.Append(state.Command.Name);
        if (state.Command.HasKey || state.Command.Kind == MemcKind.Stats)
            AppendWord(head, state.Key);
        switch (state.Command.Kind)
        {
            case MemcKind.Storage:
                AppendWord(head, state.Flags);
                AppendWord(head, state.Exptime);
                head.Append(" "u8);
                head.Append(upstream.BodyFile?.Length ?? upstream.Body.Length);
                break;
            case MemcKind.Arithmetic:
                AppendWord(head, state.Value!.Value);
                break;
            case MemcKind.Delete or MemcKind.FlushAll:
                AppendWord(head, state.Exptime);
                break;
        }

        head.Append("\r\n"u8);
    }

    private static void AppendWord(HeadBuffer head, ByteString word)
    {
        if (word.IsEmpty)
            return;
        head.Append(" "u8);
        head.Append(word);
    }
}

/// <summary>The lines that answer a command.</summary>
internal static class MemcReply
{
    /// <summary>With the last line end; -1 while not all has come.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n"u8);
        if (end < 0)
            return -1;
        if (!bytes.StartsWith("STAT "u8))
            return end + 2;
        var last = bytes.IndexOf("\r\nEND\r\n"u8);
        return last < 0 ? -1 : last + 7;
    }

    /// <summary>The status of the response; 0 for an answer that no command has.</summary>
    public static int StatusOf(ReadOnlySpan<byte> reply)
    {
        if (reply.SequenceEqual("STORED\r\n"u8))
            return 201;
        if (reply.SequenceEqual("NOT_FOUND\r\n"u8))
            return 404;
        if (reply.StartsWith("ERROR"u8) || reply.StartsWith("CLIENT_ERROR "u8) || reply.StartsWith("SERVER_ERROR "u8))
            return 502;
        if (reply is [>= (byte)'0' and <= (byte)'9', ..])
            return 201;
        var isKnown = reply.SequenceEqual("NOT_STORED\r\n"u8) || reply.SequenceEqual("EXISTS\r\n"u8) || reply.SequenceEqual("DELETED\r\n"u8)
            || reply.SequenceEqual("OK\r\n"u8) || reply.SequenceEqual("RESET\r\n"u8) || reply.SequenceEqual("END\r\n"u8)
            || reply.StartsWith("STAT "u8) || reply.StartsWith("VERSION "u8);
        return isKnown ? 200 : 0;
    }
}
