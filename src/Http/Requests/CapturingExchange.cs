using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Interop.Libc;

namespace Engine.Http.Requests;

/// <summary>A subrequest's output is kept in memory. One that is used again is <see cref="Reset"/> in between.</summary>
/// <param name="isLimited">A response larger than <c>subrequest_output_buffer_size</c> is an error.</param>
/// <param name="takesStatus">A status that a handler came to is the whole result: no page is made for it; and a failure is a result, too.</param>
/// <param name="isPinned">Native code reads the body: its memory does not move.</param>
public sealed class CapturingExchange(bool isLimited = false, bool takesStatus = false, bool isPinned = false) : HttpExchange
{
    private const int InitialSize = 1024;

    /// <summary>The memory of a larger response is not kept for the next one.</summary>
    private const int LargestKept = 64 * 1024;

    private byte[] bytes = [];
    private int length;

    /// <summary>What was sent so far.</summary>
    public ReadOnlyMemory<byte> Body => bytes.AsMemory(0, length);

    /// <summary>The last piece of the body has come.</summary>
    public bool IsComplete { get; private set; }

    public override bool KeepsFailure => takesStatus;

    public override bool ClosesAll => takesStatus;

    public override bool Answers(HttpRequest request, HandlerResult result) => takesStatus;

    /// <summary>Makes it as new; the bytes of the last body stay where they are until the next is begun.</summary>
    public void Reset()
    {
        if (bytes.Length > LargestKept)
            bytes = [];
        length = 0;
        IsComplete = false;
        BytesSent = 0;
    }

    public override ValueTask<HandlerResult> SendHead(HttpRequest request)
    {
        request.IsHeaderSent = true;
        if (request.Response.Status == 0)
            request.Response.Status = 200;
        return HandlerResult.Ok;
    }

    public override ValueTask<HandlerResult> SendBody(HttpRequest request, in OutputBuffer buffer)
    {
        IsComplete |= buffer.IsLast;
        if (request.IsHeaderOnly)
            return HandlerResult.Ok;
        BytesSent += buffer.Length;
        if (isLimited && BytesSent > request.Location.Core.SubrequestOutputBufferSize.Value)
        {
            request.Log.Write(LogLevel.Error, request, $"too big subrequest response");
            return HandlerResult.Error;
        }

        if (BytesSent > Array.MaxLength)
            return HandlerResult.Error;
        var room = Extend((int)buffer.Length);
        if (buffer.IsFile)
            return ReadFile(request, buffer.File, room);
        buffer.Memory.Span.CopyTo(room);
        return HandlerResult.Ok;
    }

    public override ValueTask<BodyPiece> ReceiveBody(HttpRequest request) => new(new BodyPiece(BodyStatus.End, default));

    private HandlerResult ReadFile(HttpRequest request, FileRegion file, Span<byte> room)
    {
        for (var offset = file.Offset; !room.IsEmpty;)
        {
            var read = Files.ReadAt(file.File.Fd, room, offset);
            if (read <= 0)
            {
                request.Log.Write(LogLevel.Crit, request, $"read() failed in a subrequest", -read);
                length -= room.Length;
                return HandlerResult.Error;
            }

            room = room[read..];
            offset += read;
        }

        return HandlerResult.Ok;
    }

    /// <summary>Room for that many bytes more, which count as sent.</summary>
    private Span<byte> Extend(int count)
    {
        if (bytes.Length - length < count)
            Grow(count);
        length += count;
        return bytes.AsSpan(length - count, count);
    }

    private void Grow(int count)
    {
        var size = Math.Min(Math.Max(Math.Max(bytes.Length * 2L, InitialSize), length + (long)count), Array.MaxLength);
        var larger = GC.AllocateUninitializedArray<byte>((int)size, isPinned);
        Body.Span.CopyTo(larger);
        bytes = larger;
    }
}
