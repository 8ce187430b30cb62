using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Core.Scripting;

namespace Engine.Upstream;

/// <summary><c>proxy_bind address [transparent]</c>: the address to connect from. Neither address nor value is "off".</summary>
public sealed record UpstreamBind(SocketAddress? Address, ComplexValue? Value, bool IsTransparent)
{
    public static UpstreamBind Off { get; } = new(null, null, false);

    public static void Set(DirectiveUse use, ref Setting<UpstreamBind> setting)
    {
        if (setting.IsSet)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        if (use.Count == 2 && use[1] != "transparent")
            throw use.Error($"invalid parameter \"{use[1]}\"");
        if (use.Count == 1 && use[0] == "off")
            setting.Set(Off);
        else if (ComplexValue.HasVariables(use[0]))
            setting.Set(new UpstreamBind(null, ComplexValue.Compile(use[0], use), use.Count == 2));
        else
            setting.Set(new UpstreamBind(Parse(use), null, use.Count == 2));
    }

    /// <summary>The options with the address that a value with variables gives; as they are when it is empty or no address.</summary>
    public ConnectOptions Complete(ConnectOptions options, ScriptContext context)
    {
        if (Value is null)
            return options;
        var text = Value.Evaluate(context);
        if (text.IsEmpty)
            return options;
        if (NumericAddress.TryParseWithPort(text.Span, out var address, out var port))
            return options with { Local = SocketAddress.Of(address, port) };
        context.Log.Write(Engine.Core.Log.LogLevel.Error, context, $"invalid local address \"{text}\"");
        return options;
    }

    private static SocketAddress Parse(DirectiveUse use)
    {
        if (NumericAddress.TryParseWithPort(ByteString.From(use[0]).Span, out var address, out var port))
            return SocketAddress.Of(address, port);
        throw use.Error($"invalid address \"{use[0]}\"");
    }
}
