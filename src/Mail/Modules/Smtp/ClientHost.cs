using System.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Core.Net.Resolver;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.Smtp;

/// <summary>The client's name by DNS: it counts only when it leads back to the client's address.</summary>
internal static class ClientHost
{
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"u8);

    private static ReadOnlySpan<byte> Unavailable => "[UNAVAILABLE]"u8;

    private static ReadOnlySpan<byte> TemporarilyUnavailable => "[TEMPUNAVAIL]"u8;

    public static ValueTask Find(MailSession session)
    {
        if (session.Server.Core.Resolver.Value is { } resolver && session.Remote.TryGetNumber(out var address))
            return Resolve(session, resolver, address);
        session.Envelope.Host.Set(Unavailable);
        return default;
    }

    private static async ValueTask Resolve(MailSession session, NameResolver resolver, NumericAddress address)
    {
        var timeoutMs = session.Server.Core.ResolverTimeoutMs.Value;
        session.LogAction = "in resolving client address";
        var reverse = await session.Resolving.ResolveAddressAsync(resolver, address, timeoutMs);
        if (!reverse.IsOk)
        {
            Fail(session, session.Remote.Text, reverse.Status);
            return;
        }

        session.LogAction = "in resolving client hostname";
        // It goes to the auth server and to the mail server; whoever runs the client's DNS could put anything there.
        if (reverse.Name.Span.ContainsAnyExcept(NameBytes))
        {
            session.Log.Write(LogLevel.Error, session, $"{session.Remote.Text} resolves to an invalid name \"{reverse.Name}\"");
            session.Envelope.Host.Set(Unavailable);
            return;
        }

        var forward = await session.Resolving.ResolveAsync(resolver, reverse.Name.Span, timeoutMs);
        if (!forward.IsOk)
            Fail(session, reverse.Name.Span, forward.Status);
        else
            session.Envelope.Host.Set(forward.Addresses.AsSpan().Contains(address) ? reverse.Name.Span : Unavailable);
    }

    private static void Fail(MailSession session, ReadOnlySpan<byte> what, ResolverStatus status)
    {
        if (status == ResolverStatus.Cancelled)
            return;
        session.Log.Write(LogLevel.Error, session, $"{what} could not be resolved ({(int)status}: {status.Describe()})");
        session.Envelope.Host.Set(status == ResolverStatus.NotFound ? Unavailable : TemporarilyUnavailable);
    }
}
