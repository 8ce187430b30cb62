using System.Runtime.InteropServices;
using System.Text;
using Engine.Interop.Libc;
using Engine.LuaBridge.Api.Socket;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.socket. What Lua holds of a socket, the first element of its table, is where its id stands.</summary>
internal static unsafe class SocketExports
{
    private const int NoDelay = 3;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_getoption")]
    private static int GetOption(double* id, int option, int* value, byte* error, nuint* errorLength) =>
        Find(id) is { } link && IsKnown(option, out var level, out var name)
            ? Finish(Sockets.GetOption(link.Connection.Fd, level, name, out *value), error, errorLength)
            : FailClosed(id, option, error, errorLength);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_setoption")]
    private static int SetOption(double* id, int option, int value, byte* error, nuint* errorLength)
    {
        if (Find(id) is not { } link || !IsKnown(option, out var level, out var name))
            return FailClosed(id, option, error, errorLength);
        link.HasOwnDelay |= option == NoDelay;
        return Finish(Sockets.SetOption(link.Connection.Fd, level, name, value), error, errorLength);
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_getfd")]
    private static int GetDescriptor(nint request, double* id, byte** error) =>
        Find(id)?.Connection.Fd ?? Fail(error, "closed"u8);

    private static SocketLink? Find(double* id)
    {
        var sockets = (LuaSockets)LuaVm.Current.StateOf(SocketApi.Api);
        return id is not null && sockets.Find(*id) is SocketLink { IsOpen: true } link && link.Connection.Fd >= 0 ? link : null;
    }

    /// <summary>By the numbers that resty.core.socket gives them.</summary>
    private static bool IsKnown(int option, out int level, out int name)
    {
        (level, name) = option switch
        {
            1 => (Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE),
            2 => (Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR),
            NoDelay => (Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY),
            4 => (Sockets.SOL_SOCKET, Sockets.SO_SNDBUF),
            5 => (Sockets.SOL_SOCKET, Sockets.SO_RCVBUF),
            6 => (Sockets.IPPROTO_TCP, Sockets.TCP_KEEPINTVL),
            7 => (Sockets.IPPROTO_TCP, Sockets.TCP_KEEPCNT),
            _ => default,
        };
        return option is >= 1 and <= 7;
    }

    private static int FailClosed(double* id, int option, byte* error, nuint* errorLength) =>
        Fail(error, errorLength, Find(id) is null ? "closed" : $"unsupported option {option}");

    private static int Finish(int result, byte* error, nuint* errorLength)
    {
        if (result >= 0)
            return FfiStatus.Ok;
        var text = Encoding.UTF8.GetBytes(Errno.Text(-result).ToLowerInvariant());
        return Fail(error, errorLength, text);
    }
}
