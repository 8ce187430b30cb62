using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Ssi;

/// <summary><c>include</c>: the output of a subrequest, in the page or in a variable of it.</summary>
internal static class SsiInclude
{
    /// <summary>False, and logged, when the command can't be carried out.</summary>
    /// <param name="mustSend">The page goes on only when the subrequest is complete.</param>
    public static bool Run(HttpRequest request, SsiState state, out bool mustSend)
    {
        mustSend = false;
        var (isVirtual, file, wait, set, stub) = (state.Arguments[0], state.Arguments[1], state.Arguments[2], state.Arguments[3], state.Arguments[4]);
        if (!Check(request, isVirtual, file, set, stub) || !TryReadWait(request, wait, file, out mustSend))
            return false;
        List<ByteString>? substitute = null;
        if (!TryFindTarget(request, state, isVirtual ?? file!.Value, out var uri, out var arguments)
            || (stub is { } name && (substitute = FindBlock(request, state, name)) is null)
            || !state.Page.CountInclude())
        {
            mustSend = false;
            return false;
        }

        // Nothing to tell an inclusion from that it waits for: what was gathered is sent together with it.
        mustSend |= set is not null;
        var item = set is { } variable
            ? new SsiItem(default, null, SsiCapture.TryBegin(request, state.Page, SsiText.LowerCase(request, variable), uri, arguments))
            : new SsiItem(default, Inclusion.TryBegin(request, uri, arguments, substitute), null);
        if (item.Inclusion is null && item.Capture is null)
            return mustSend = false;
        state.Output.Add(item);
        return true;
    }

    private static bool Check(HttpRequest request, ByteString? isVirtual, ByteString? file, ByteString? set, ByteString? stub)
    {
        if (isVirtual is { } uri && file is { } path)
            request.Log.Write(LogLevel.Error, request, $"inclusion may be either virtual=\"{uri}\" or file=\"{path}\"");
        else if (isVirtual is null && file is null)
            request.Log.Write(LogLevel.Error, request, $"no parameter in \"include\" SSI command");
        else if (set is not null && stub is not null)
            request.Log.Write(LogLevel.Error, request, $"\"set\" and \"stub\" cannot be used together in \"include\" SSI command");
        else
            return true;
        return false;
    }

    /// <summary>A file is waited for, as in nginx.</summary>
    private static bool TryReadWait(HttpRequest request, ByteString? wait, ByteString? file, out bool isWaitedFor)
    {
        isWaitedFor = file is not null;
        if (wait is not { } word)
            return true;
        if (file is { } path)
        {
            request.Log.Write(LogLevel.Error, request, $"\"wait\" cannot be used with file=\"{path}\"");
            return isWaitedFor = false;
        }

        isWaitedFor = Ascii.EqualsIgnoreCase(word.Span, "yes"u8);
        if (isWaitedFor || Ascii.EqualsIgnoreCase(word.Span, "no"u8))
            return true;
        request.Log.Write(LogLevel.Error, request, $"invalid value \"{word}\" in the \"wait\" parameter");
        return false;
    }

    /// <summary>Path and arguments of the subrequest; a relative one begins where the page is.</summary>
    private static bool TryFindTarget(HttpRequest request, SsiState state, ByteString text, out ByteString uri, out ByteString arguments)
    {
        uri = arguments = default;
        if (!SsiText.TryEvaluate(request, state, text, out var target))
            return false;
        var arena = request.Main.Arena;
        if (target.IsEmpty || target[0] != '/')
            target = arena.Concat(request.Uri.Span[..(request.Uri.Span.LastIndexOf((byte)'/') + 1)], target.Span);
        var path = arena.Allocate(target.Length, out var decoded);
        if (!RequestTarget.TryParseInternal(target.Span, decoded, out var length, out var query))
        {
            request.Log.Write(LogLevel.Error, request, $"unsafe URI \"{target}\" was detected");
            return false;
        }

        uri = path.Slice(0, length);
        arguments = target.Slice(query.Start, query.Length);
        return true;
    }

    private static List<ByteString>? FindBlock(HttpRequest request, SsiState state, ByteString name)
    {
        var block = state.Page.FindBlock(name);
        if (block is null)
            request.Log.Write(LogLevel.Error, request, $"\"stub\"=\"{name}\" for \"include\" not found");
        return block;
    }
}
