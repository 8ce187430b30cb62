using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Stream.Conf;
using Engine.Stream.Connections;

namespace Engine.Stream.Modules.Core;

/// <summary>Variables about the session.</summary>
internal static class SessionVariables
{
    private static readonly ByteString Tcp = ByteString.Copy("TCP"u8);
    private static readonly ByteString Udp = ByteString.Copy("UDP"u8);

    public static void Register(StreamModuleTable table)
    {
        table.Variable("server_name", static s => VariableValue.Of(s.Server.Name));
        table.Variable("protocol", static s => VariableValue.Of(s.Protocol == StreamProtocol.Tcp ? Tcp : Udp));
        table.Variable("bytes_sent", static s => VariableValue.Of(s.Arena.Format(s.BytesSent)));
        table.Variable("bytes_received", static s => VariableValue.Of(s.Arena.Format(s.BytesReceived)));
        table.UncachedVariable("session_time", static s => VariableValue.Of(Decimals.Seconds(s.Loop.Clock.NowMs - s.StartMs, s.Arena)));
        table.UncachedVariable("status", Status);
    }

    /// <summary>Three digits; "000" before the end.</summary>
    private static VariableValue Status(StreamSession session)
    {
        var value = session.Arena.Allocate(3, out var digits);
        session.Status.TryFormat(digits, out _, "D3", System.Globalization.CultureInfo.InvariantCulture);
        return VariableValue.Of(value);
    }
}
