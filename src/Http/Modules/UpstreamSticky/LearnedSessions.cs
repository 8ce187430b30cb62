using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Zones;
using Engine.Http.Conf;

namespace Engine.Http.Modules.UpstreamSticky;

/// <summary>Which server a session is with, in a zone of limited size: when it is full, the session that was not used for longest is forgotten.</summary>
internal sealed class LearnedSessions(SharedZone zone)
{
    public const string ZoneKind = "sticky_learn";

    /// <summary>nginx keeps about 4000 sessions in a megabyte.</summary>
    private const int BytesPerSession = 256;

    private readonly ZoneTable<Session> table = zone.Open(static opened => new ZoneTable<Session>((int)Math.Min(opened.Size / BytesPerSession, int.MaxValue)));

    public static LearnedSessions Declare(string text, DirectiveUse use) => new(ZoneParameter.Declare(text, ZoneKind, use));

    /// <summary>The server's id; empty for a session that is unknown or over.</summary>
    public ByteString Find(ByteString session, long nowMs)
    {
        using var access = table.Open(ZoneKey.Of(session.Span));
        var place = access.Find();
        if (place < 0)
            return default;
        if (access[place].ExpiresMs > nowMs)
            return access[place].Server;
        access.Remove(place);
        return default;
    }

    /// <summary>The session is with that server from now on.</summary>
    public void Keep(ByteString session, ByteString server, long expiresMs)
    {
        using var access = table.Open(ZoneKey.Of(session.Span));
        var place = access.Find();
        if (place < 0)
        {
            if (access.IsFull)
                access.Remove(access.Oldest);
            place = access.Add();
        }

        access[place] = new Session { Server = server, ExpiresMs = expiresMs };
    }

    /// <summary>The session was used, if it is not over already.</summary>
    public void Prolong(ByteString session, long nowMs, long expiresMs)
    {
        using var access = table.Open(ZoneKey.Of(session.Span));
        var place = access.Find();
        if (place >= 0 && access[place].ExpiresMs > nowMs)
            access[place].ExpiresMs = expiresMs;
    }

    private struct Session
    {
        public ByteString Server;
        public long ExpiresMs;
    }
}
