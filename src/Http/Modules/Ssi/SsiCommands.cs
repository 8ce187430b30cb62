using System.Buffers;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Ssi;

/// <summary>Carries out commands.</summary>
internal static class SsiCommands
{
    private static readonly ByteString None = ByteString.Copy("(none)"u8);

    /// <summary>Carries out the command that was read. True when what has been gathered must be sent before the page goes on.</summary>
    public static bool Run(HttpRequest request, SsiState state)
    {
        var command = state.Parser.Command;
        var definition = SsiDefinition.Find(command.NameBytes);
        if (state.Block is not null && definition?.Kind != SsiKind.EndBlock)
        {
            SsiBlocks.Keep(request, state, command);
            return false;
        }

        if (!state.Conditions.IsOutput && !(definition?.Kind is >= SsiKind.If and <= SsiKind.EndIf))
            return false;
        if (definition is null)
        {
            request.Log.Write(LogLevel.Error, request, $"invalid SSI command: \"{command.NameBytes}\"");
            ShowError(request, state);
            return false;
        }

        var mustSend = false;
        if (!TakeArguments(request, state, definition) || !Run(request, state, definition.Kind, out mustSend))
            ShowError(request, state);
        return mustSend;
    }

    /// <summary>Says in the page that something is wrong with it; nobody is told where nobody would see a command's output.</summary>
    public static void ShowError(HttpRequest request, SsiState state)
    {
        if (SsiConf.Slot.Of(request).SilentErrors.Value || !state.Conditions.IsOutput)
            return;
        if (state.Block is not null)
            state.Block.Add(state.ErrorMessage);
        else
            state.Add(state.ErrorMessage.Memory);
    }

    private static bool Run(HttpRequest request, SsiState state, SsiKind kind, out bool mustSend)
    {
        mustSend = false;
        return kind switch
        {
            SsiKind.Include => SsiInclude.Run(request, state, out mustSend),
            SsiKind.Echo => Echo(request, state),
            SsiKind.Config => Config(request, state),
            SsiKind.Set => Set(request, state),
            SsiKind.If or SsiKind.ElseIf => SsiIf.Run(request, state, isElse: kind == SsiKind.ElseIf),
            SsiKind.Else => SsiIf.Else(request, state),
            SsiKind.EndIf => SsiIf.End(request, state),
            SsiKind.Block => SsiBlocks.Begin(request, state),
            SsiKind.Perl => SsiPerl.Run(request, state),
            _ => SsiBlocks.End(state),
        };
    }

    /// <summary>Puts each parameter in its place. False, and logged, when one is unknown, given twice or missing.</summary>
    private static bool TakeArguments(HttpRequest request, SsiState state, SsiDefinition definition)
    {
        var command = state.Parser.Command;
        var arguments = state.Arguments.AsSpan();
        arguments.Clear();
        if (command.Count > SsiCommand.MaxParameters)
        {
            request.Log.Write(LogLevel.Error, request, $"too many SSI command parameters: \"{command.NameBytes}\"");
            return false;
        }

        for (var i = 0; i < command.Count; i++)
        {
            var index = definition.IndexOf(command.Key(i).Span);
            if (index < 0)
            {
                request.Log.Write(LogLevel.Error, request, $"invalid parameter name: \"{command.Key(i)}\" in \"{command.NameBytes}\" SSI command");
                return false;
            }

            if (arguments[index] is not null && !definition.IsRepeatable(index))
            {
                request.Log.Write(LogLevel.Error, request, $"duplicate \"{command.Key(i)}\" parameter in \"{command.NameBytes}\" SSI command");
                return false;
            }

            arguments[index] = command.Value(i);
        }

        for (var i = 0; i < definition.ParameterCount; i++)
        {
            if (arguments[i] is not null || !definition.IsMandatory(i))
                continue;
            request.Log.Write(LogLevel.Error, request, $"mandatory \"{definition.KeyAt(i)}\" parameter is absent in \"{command.NameBytes}\" SSI command");
            return false;
        }

        return true;
    }

    private static bool Echo(HttpRequest request, SsiState state)
    {
        var isFound = SsiText.TryGet(request, state.Page, state.Arguments[0]!.Value, out var value);
        if (!isFound)
            value = state.Arguments[1] is { } fallback ? request.Arena.Copy(fallback.Span) : None;
        if (value.IsEmpty)
            return true;
        if (state.Arguments[2] is { } encoding)
            TakeEncoding(request, state, encoding);
        if (!TryEncode(request, state, ref value))
            return false;
        state.Add(value.Memory);
        return true;
    }

    /// <summary>One that is unknown is logged, and the one before stays, as in nginx.</summary>
    private static void TakeEncoding(HttpRequest request, SsiState state, ByteString encoding)
    {
        if (encoding.Equals("none"u8))
            state.Encoding = SsiEncoding.None;
        else if (encoding.Equals("url"u8))
            state.Encoding = SsiEncoding.Url;
        else if (encoding.Equals("entity"u8))
            state.Encoding = SsiEncoding.Entity;
        else
            request.Log.Write(LogLevel.Error, request, $"unknown encoding \"{encoding}\" in the \"echo\" command");
    }

    private static bool TryEncode(HttpRequest request, SsiState state, ref ByteString value)
    {
        const int longestEscape = 6;
        var needsWork = state.Encoding == SsiEncoding.Url || (state.Encoding == SsiEncoding.Entity && value.Span.ContainsAny("<>&\""u8));
        if (!needsWork)
            return true;
        if (!state.Page.TryMakeText(request, longestEscape * (long)value.Length))
            return false;
        value = state.Encoding == SsiEncoding.Url ? request.Arena.Escape(value, EscapeKind.Html) : EscapeEntities(request, state, value);
        return true;
    }

    private static ByteString EscapeEntities(HttpRequest request, SsiState state, ByteString value)
    {
        var output = state.Scratch;
        output.ResetWrittenCount();
        foreach (var b in value.Span)
        {
            output.Write(b switch
            {
                (byte)'<' => "&lt;"u8,
                (byte)'>' => "&gt;"u8,
                (byte)'&' => "&amp;"u8,
                (byte)'"' => "&quot;"u8,
                _ => new ReadOnlySpan<byte>(in b),
            });
        }

        return request.Arena.Copy(output.WrittenSpan);
    }

    private static bool Config(HttpRequest request, SsiState state)
    {
        if (state.Arguments[0] is { } message)
            state.ErrorMessage = request.Arena.Copy(message.Span);
        if (state.Arguments[1] is { } format)
            state.TimeFormat = request.Arena.Copy(format.Span);
        return true;
    }

    private static bool Set(HttpRequest request, SsiState state)
    {
        if (!SsiText.TryEvaluate(request, state, state.Arguments[1]!.Value, out var value))
            return false;
        state.Page.Set(SsiText.LowerCase(request, state.Arguments[0]!.Value), value);
        return true;
    }
}
