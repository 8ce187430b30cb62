using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.AuthBasic;

/// <summary>Asks for a user's password and checks it.</summary>
internal static class AuthBasicHandler
{
    private static readonly ByteString FieldName = ByteString.Copy("WWW-Authenticate"u8);

    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var conf = AuthBasicConf.Slot.Of(request);
        var realm = conf.Realm.Value.Evaluate(request);
        if (realm.Equals("off"u8))
            return HandlerResult.Declined;
        if (!BasicCredentials.TryRead(request, out var user, out var password))
        {
            request.Log.Write(LogLevel.Info, request, $"no user/password was provided for basic authentication");
            return Challenge(request, realm);
        }

        var path = conf.UserFile.Value.Evaluate(request);
        if (path.Span is not [(byte)'/', ..])
            path = request.Arena.Concat(ByteString.From(request.Configuration.Cycle.Environment.ConfPrefix).Span, path.Span);
        var errno = PasswordFiles.Find(request.Arena.Concat(path.Span, "\0"u8), user, out var found);
        if (errno != 0)
            return Unreadable(request, path, errno);
        if (found is not { } hash)
        {
            request.Log.Write(LogLevel.Error, request, $"user \"{user}\" was not found in \"{path}\"");
            return Challenge(request, realm);
        }

        return PasswordHash.IsCheap(hash.Span) ? Judge(request, user, realm, PasswordHash.Verify(hash.Span, password.Span)) : VerifySlowly(request, hash, user, password, realm);
    }

    /// <summary>Hashes that take long by intent are computed on a helper thread, and remembered when they fit.</summary>
    private static async ValueTask<HandlerResult> VerifySlowly(HttpRequest request, ByteString hash, ByteString user, ByteString password, ByteString realm)
    {
        if (VerifiedPasswords.Contains(hash.Span, password.Span))
            return Judge(request, user, realm, true);
        var matches = await HelperThreads.Run(
            static pair => PasswordHash.Verify(pair.hash.Span, pair.password.Span), (hash, password: ByteString.Copy(password.Span)));
        if (matches)
            VerifiedPasswords.Add(hash.Span, password.Span);
        return Judge(request, user, realm, matches);
    }

    private static HandlerResult Judge(HttpRequest request, ByteString user, ByteString realm, bool matches)
    {
        if (matches)
            return HandlerResult.Ok;
        request.Log.Write(LogLevel.Error, request, $"user \"{user}\": password mismatch");
        return Challenge(request, realm);
    }

    private static HandlerResult Challenge(HttpRequest request, ByteString realm)
    {
        var value = request.Arena.Concat("Basic realm=\""u8, realm.Span);
        request.Response.Fields.Set(FieldName, request.Arena.Concat(value.Span, "\""u8));
        return 401;
    }

    private static HandlerResult Unreadable(HttpRequest request, ByteString path, int errno)
    {
        var isMissing = errno == Errno.ENOENT;
        request.Log.Write(isMissing ? LogLevel.Error : LogLevel.Crit, request, $"open() \"{path}\" failed", errno);
        return isMissing ? 403 : 500;
    }
}
