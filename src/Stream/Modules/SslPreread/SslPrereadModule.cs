using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Stream.Conf;
using Engine.Stream.Connections;
using Engine.Stream.Phases;

namespace Engine.Stream.Modules.SslPreread;

/// <summary>ngx_stream_ssl_preread_module: what the client says in its ClientHello, without an answer to it.</summary>
public sealed class SslPrereadModule : StreamModule
{
    private static readonly SessionSlot<SslPrereadState> State = new();

    private static readonly ByteString Ssl2 = ByteString.Copy("SSLv2"u8);
    private static readonly ByteString Ssl3 = ByteString.Copy("SSLv3"u8);
    private static readonly ByteString Tls10 = ByteString.Copy("TLSv1"u8);
    private static readonly ByteString Tls11 = ByteString.Copy("TLSv1.1"u8);
    private static readonly ByteString Tls12 = ByteString.Copy("TLSv1.2"u8);
    private static readonly ByteString Tls13 = ByteString.Copy("TLSv1.3"u8);

    public override string Name => "ssl_preread";

    public override void Register(StreamModuleTable table)
    {
        table.Slot(SslPrereadConf.Slot);
        table.Add(Take.Flag("ssl_preread", ConfContext.Stream | ConfContext.StreamServer, SslPrereadConf.Slot, static c => ref c.Enabled, "off"));
        table.Variable("ssl_preread_protocol", static s => State.Of(s) is { } state ? VariableValue.Of(NameOf(state.Version)) : VariableValue.NotFound);
        table.Variable("ssl_preread_server_name", static s => State.Of(s) is { } state ? VariableValue.Of(state.ServerName) : VariableValue.NotFound);
        table.Variable("ssl_preread_alpn_protocols", static s => State.Of(s) is { } state ? VariableValue.Of(state.Protocols) : VariableValue.NotFound);
        table.Handler(StreamPhase.Preread, Handle, static server => SslPrereadConf.Slot.Of(server).Enabled.Value);
    }

    private static ValueTask<SessionResult> Handle(StreamSession session)
    {
        if (session.Preread.IsEmpty)
            return SessionResult.Again;
        if (State.Of(session) is not { } state)
            State.Set(session, state = SslPrereadState.Rent(session));
        switch (state.Read(session.Preread.Span, session.Arena))
        {
            case PrereadOutcome.NeedMore:
                return SessionResult.Again;
            case PrereadOutcome.NotTls:
                State.Set(session, null);
                return SessionResult.Declined;
            default:
                NamedServer.Enter(session, state.ServerName);
                return SessionResult.Ok;
        }
    }

    private static ByteString NameOf(int version) => version switch
    {
        0x0002 => Ssl2,
        0x0300 => Ssl3,
        0x0301 => Tls10,
        0x0302 => Tls11,
        0x0303 => Tls12,
        0x0304 => Tls13,
        _ => default,
    };
}
