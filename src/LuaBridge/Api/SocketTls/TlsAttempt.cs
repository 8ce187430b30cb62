using Engine.Core.Net;
using Engine.Interop.OpenSsl;
using Engine.LuaBridge.Api.Socket;
using Engine.LuaBridge.Threads;
using Engine.Tls;

namespace Engine.LuaBridge.Api.SocketTls;

/// <summary>sslhandshake: turns a cosocket's connection into one that speaks TLS.</summary>
internal sealed class TlsAttempt(SocketLink link, TlsIdentity identity) : LuaWait
{
    private LuaThread? thread;

    /// <summary>What went wrong; null when nothing did.</summary>
    public string? Error { get; private set; }

    public SocketLink Link => link;

    /// <summary>True when the outcome is known at once; otherwise the light thread waits for it.</summary>
    public bool Start(LuaThread caller, Ssl ssl, long timeoutMs)
    {
        var task = Run(ssl, timeoutMs);
        if (task.IsCompletedSuccessfully)
            return true;
        thread = caller;
        link.Handshake = this;
        caller.Park(this);
        _ = WakeBehind(task);
        return false;
    }

    public override void OnTimeout(LuaThread thread)
    {
    }

    public override void OnCancelled(LuaThread thread)
    {
        this.thread = null;
        link.Close();
    }

    private async ValueTask<bool> Run(Ssl ssl, long timeoutMs)
    {
        var result = await TlsHandshake.RunAsync(link.Connection, ssl, timeoutMs);
        link.Handshake = null;
        switch (result)
        {
            case HandshakeResult.Done:
                link.BeginTls(ssl, identity);
                Error = identity.IsVerified ? Verify(ssl) : null;
                break;
            case HandshakeResult.TimedOut:
                ssl.Dispose();
                Error = "timeout";
                Log($"lua ssl handshake timed out{link.LogSuffix}");
                break;
            default:
                var reason = result == HandshakeResult.Failed ? $"SSL_do_handshake() failed {OpenSslError.Take()}".TrimEnd() : "peer closed connection in SSL handshake";
                ssl.Dispose();
                Error = "handshake failed";
                Log(reason + link.LogSuffix);
                break;
        }

        return Error is null;
    }

    private string? Verify(Ssl ssl)
    {
        if (!ssl.HasPeerCertificate)
        {
            Log("lua ssl certificate verify error: the server has sent no certificate");
            return "no certificate";
        }

        if (ssl.VerifyResult is not 0 and var code)
        {
            var text = OpenSslError.OfVerification(code);
            Log($"lua ssl certificate verify error: ({code}: {text})");
            return $"{code}: {text}";
        }

        if (identity.ServerName.Length == 0 || ssl.IsPeer(identity.ServerName))
            return null;
        Log($"lua ssl certificate does not match host \"{identity.ServerName}\"");
        return "certificate host mismatch";
    }

    private void Log(string text)
    {
        if (link.Host is { } host && LuaSockets.ConfOf(host).SocketLogErrors.Value)
            LuaSockets.Log(host, text);
    }

    private async Task WakeBehind(ValueTask<bool> task)
    {
        await task;
        var caller = thread;
        thread = null;
        caller?.Wake(0);
    }
}
