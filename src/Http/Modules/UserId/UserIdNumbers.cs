using System.Buffers.Binary;
using Engine.Http.Requests;

namespace Engine.Http.Modules.UserId;

/// <summary>Makes identifiers: service, time, process, and a number that counts.</summary>
internal static class UserIdNumbers
{
    private const uint FirstV2 = 0x0303_0302;
    private const uint Step = 0x100;

    private static readonly uint Start = ((uint)(Environment.TickCount64 * 1000 / 20) << 16) | ((uint)Environment.ProcessId & 0xFFFF);

    private static int countV1;
    private static int countV2;

    public static void Make(HttpRequest request, UserIdConf conf, uint[] parts)
    {
        var now = (uint)request.Loop.Clock.UnixSeconds;
        if (conf.Mode.Value == UserIdMode.V1)
        {
            parts[0] = conf.Service.IsSet ? (uint)conf.Service.Value : 0;
            parts[1] = now;
            parts[2] = Start;
            parts[3] = 1 + Step * (uint)(Interlocked.Increment(ref countV1) - 1);
            return;
        }

        parts[0] = conf.Service.IsSet ? NetworkOrder((uint)conf.Service.Value) : AddressOf(request);
        parts[1] = NetworkOrder(now);
        parts[2] = NetworkOrder(Start);
        parts[3] = NetworkOrder(FirstV2 + Step * ((uint)(Interlocked.Increment(ref countV2) - 1) & 0xF_FFFF));
    }

    /// <summary>The server's IPv4 address, or the end of its IPv6 address.</summary>
    private static uint AddressOf(HttpRequest request)
    {
        var address = request.Connection.Local.AddressBytes;
        return request.Connection.Local.IsUnix ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(address[^4..]);
    }

    private static uint NetworkOrder(uint number) => BinaryPrimitives.ReverseEndianness(number);
}
