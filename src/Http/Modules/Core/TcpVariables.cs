using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Core;

/// <summary><c>$tcpinfo_…</c>: what the system knows of the client's TCP connection, times in microseconds; not found elsewhere than on TCP.</summary>
internal static class TcpVariables
{
    private const int Rtt = 17;
    private const int RttVar = 18;
    private const int SndCwnd = 20;
    private const int RcvSpace = 24;

    public static void Register(HttpModuleTable table)
    {
        table.UncachedVariable("tcpinfo_rtt", static r => Field(r, Rtt));
        table.UncachedVariable("tcpinfo_rttvar", static r => Field(r, RttVar));
        table.UncachedVariable("tcpinfo_snd_cwnd", static r => Field(r, SndCwnd));
        table.UncachedVariable("tcpinfo_rcv_space", static r => Field(r, RcvSpace));
    }

    private static VariableValue Field(HttpRequest request, int index)
    {
        Span<uint> fields = stackalloc uint[RcvSpace + 1];
        var count = Sockets.TcpInfo(request.Connection.Transport.Fd, fields);
        return index < count ? VariableValue.Of(request.Arena.Format(fields[index])) : VariableValue.NotFound;
    }
}
