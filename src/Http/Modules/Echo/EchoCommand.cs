using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Filters;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Echo;

/// <summary>One directive of a location that answers. Ok: the next one; anything else ends the response with that.</summary>
internal abstract class EchoCommand
{
    public abstract ValueTask<HandlerResult> Run(EchoRun run);
}

/// <summary><c>echo [-n] text …</c></summary>
internal sealed class WriteCommand(ComplexValue text) : EchoCommand
{
    public override ValueTask<HandlerResult> Run(EchoRun run) => run.Write(new OutputBuffer(text.Evaluate(run.Request).Memory));
}

/// <summary><c>echo_flush</c></summary>
internal sealed class FlushCommand : EchoCommand
{
    public override ValueTask<HandlerResult> Run(EchoRun run) => run.Write(new OutputBuffer(default(ReadOnlyMemory<byte>), flush: true));
}

/// <summary><c>echo_duplicate count text</c></summary>
internal sealed class DuplicateCommand(ComplexValue count, ComplexValue text) : EchoCommand
{
    /// <summary>As many copies are sent at once as have room in this.</summary>
    private const int PieceSize = 32 * 1024;

    public static EchoCommand Read(DirectiveUse use) => new DuplicateCommand(EchoArgument.Compile(use, 0), EchoArgument.Compile(use, 1));

    public override ValueTask<HandlerResult> Run(EchoRun run)
    {
        var number = count.Evaluate(run.Request);
        var copies = EchoArgument.Count(number);
        if (copies < 0)
        {
            run.Request.Log.Write(LogLevel.Error, run.Request, $"invalid size specified: \"{number}\"");
            return new HandlerResult(500);
        }

        var item = text.Evaluate(run.Request);
        if (copies == 0 || item.IsEmpty)
            return run.Write(default);
        var perPiece = (int)Math.Clamp(PieceSize / item.Length, 1, copies);
        var piece = Repeat(run.Request.Arena, item.Span, perPiece);
        return copies == perPiece ? run.Write(new OutputBuffer(piece.Memory)) : Write(run, piece, copies * item.Length);
    }

    private static ByteString Repeat(ByteArena arena, ReadOnlySpan<byte> item, int copies)
    {
        var piece = arena.Allocate(item.Length * copies, out var bytes);
        for (var i = 0; i < copies; i++)
            item.CopyTo(bytes[(i * item.Length)..]);
        return piece;
    }

    private static async ValueTask<HandlerResult> Write(EchoRun run, ByteString piece, long length)
    {
        for (var left = length; left > 0; left -= piece.Length)
        {
            var size = (int)Math.Min(left, piece.Length);
            var result = await run.Write(new OutputBuffer(piece.Slice(0, size).Memory));
            if (result != HandlerResult.Ok)
                return result;
        }

        return HandlerResult.Ok;
    }
}

/// <summary><c>echo_read_request_body</c></summary>
internal sealed class ReadRequestBodyCommand : EchoCommand
{
    public override ValueTask<HandlerResult> Run(EchoRun run) => run.Request.Body.Read();
}

/// <summary><c>echo_request_body</c>: the body, if something has read it.</summary>
internal sealed class WriteRequestBodyCommand : EchoCommand
{
    public override ValueTask<HandlerResult> Run(EchoRun run)
    {
        var body = run.Request.Body;
        if (!body.IsRead || body.Length == 0)
            return HandlerResult.Ok;
        return run.Write(body.File is { } file ? new OutputBuffer(file.Region) : new OutputBuffer(body.Memory.Memory));
    }
}
