using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Modules.Upstream;
using Engine.Upstream;

namespace Engine.Http.Modules.UpstreamSticky;

/// <summary>
/// <c>sticky learn</c>: a response (or request) that names a session binds it to the server that answered; requests that name it go there.
/// A session that is not used for the timeout is forgotten.
/// </summary>
internal sealed class StickyLearn(ComplexValue[] create, ComplexValue[] lookup, LearnedSessions sessions, long timeoutMs, bool fromHeader) : StickyMethod
{
    public override ByteString FindId(IUpstreamClient client)
    {
        var session = StickyRoute.FirstOf(lookup, client);
        return session.IsEmpty ? default : sessions.Find(session, NowMs(client));
    }

    public override void OnResponseHead(IUpstreamClient client, Peer peer)
    {
        if (fromHeader)
            Learn(client, peer);
    }

    public override void OnResponseEnd(IUpstreamClient client, Peer peer)
    {
        if (!fromHeader)
            Learn(client, peer);
    }

    /// <summary>A session that was only looked up lives on; one that the server has replaced by another does not.</summary>
    private void Learn(IUpstreamClient client, Peer peer)
    {
        var now = NowMs(client);
        var expires = now + timeoutMs;
        var created = StickyRoute.FirstOf(create, client);
        if (!created.IsEmpty)
            sessions.Keep(created, peer.StickyId, expires);
        else if (StickyRoute.FirstOf(lookup, client) is { IsEmpty: false } session)
            sessions.Prolong(session, now, expires);
    }

    private static long NowMs(IUpstreamClient client) => ((UpstreamRequest)client).Request.Loop.Clock.SharedMs;
}
