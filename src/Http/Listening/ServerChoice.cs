using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Listening;

/// <summary>The server for a request: by the address it came to, then by its host.</summary>
internal static class ServerChoice
{
    public static VirtualServer Find(HttpRequest request)
    {
        var address = request.Connection.Address;
        return address.Names.IsEmpty ? address.DefaultServer : address.Names.Find(request, request.Host) ?? address.DefaultServer;
    }
}
