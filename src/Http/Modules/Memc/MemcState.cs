using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Memc;

/// <summary>One request's command and what goes with it, checked.</summary>
internal sealed class MemcState : ReusedState<MemcState>
{
    public static readonly RequestSlot<MemcState> Slot = new();

    private static readonly ByteString Zero = ByteString.Copy("0"u8);

    public MemcState() => Protocol = new MemcUpstream(this);

    public MemcUpstream Protocol { get; }

    public MemcConf Conf { get; private set; } = null!;

    public MemcCommand Command { get; private set; } = null!;

    /// <summary>The key as it is sent, escaped; empty for commands without one.</summary>
    public ByteString Key { get; private set; }

    public ByteString Flags { get; private set; }

    /// <summary>Empty when the command is to be sent without one.</summary>
    public ByteString Exptime { get; private set; }

    /// <summary>Null when the request's body is the value.</summary>
    public ByteString? Value { get; private set; }

    public static MemcState Begin(HttpRequest request, MemcConf conf, MemcCommand command)
    {
        var state = Rent(request);
        state.Conf = conf;
        state.Command = command;
        Slot.Set(request, state);
        return state;
    }

    /// <summary>0, or the status of a request that can't be sent on.</summary>
    public int ReadVariables(HttpRequest request)
    {
        var variables = Conf.Variables!;
        Key = request.Arena.Escape(request.Get(variables.Key).Bytes, EscapeKind.Memcached);
        if (Command.HasKey && Key.IsEmpty)
            return Refuse(request, 500, "the \"$memc_key\" variable is not set");
        Exptime = request.Get(variables.Exptime).Bytes;
        if (!IsNumber(Exptime))
            return Refuse(request, 400, "variable \"$memc_exptime\" takes invalid value: ", Exptime);
        if (Command.Kind == MemcKind.Storage)
            return ReadStorage(request, variables);
        return Command.Kind == MemcKind.Arithmetic ? ReadNumber(request, variables) : 0;
    }

    protected override void Clear()
    {
        Conf = null!;
        Command = null!;
        Key = Flags = Exptime = default;
        Value = null;
        Protocol.BeginAttempt();
    }

    private int ReadStorage(HttpRequest request, MemcVariables variables)
    {
        Flags = request.Get(variables.Flags).Bytes;
        if (!IsNumber(Flags))
            return Refuse(request, 400, "variable \"$memc_flags\" takes invalid value: ", Flags);
        Flags = Flags.IsEmpty ? Zero : Flags;
        Exptime = Exptime.IsEmpty ? Zero : Exptime;
        var value = request.Get(variables.Value);
        Value = value.IsFound ? value.Bytes : null;
        return value.IsFound || request.HasBody ? 0 : Refuse(request, 500, "neither the \"$memc_value\" variable nor the request body is available");
    }

    private int ReadNumber(HttpRequest request, MemcVariables variables)
    {
        var value = request.Get(variables.Value);
        Value = value.Bytes;
        if (value.IsEmpty)
            return Refuse(request, 400, "the \"$memc_value\" variable is required for the command ", Command.Name);
        return IsNumber(value.Bytes) ? 0 : Refuse(request, 400, "variable \"$memc_value\" is invalid for incr/decr: ", value.Bytes);
    }

    private static bool IsNumber(ByteString text) => !text.Span.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static int Refuse(HttpRequest request, int status, string message, ByteString value = default)
    {
        request.Log.Write(LogLevel.Error, request, $"{message}{value}");
        return status;
    }
}
