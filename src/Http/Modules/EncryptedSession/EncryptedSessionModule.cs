using System.Text;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Modules.SetMisc;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.EncryptedSession;

/// <summary>OpenResty's encrypted-session module: values that a client keeps and can't read or change.</summary>
public sealed class EncryptedSessionModule : HttpModule
{
    public override string Name => "encrypted_session";

    public override void Register(HttpModuleTable table)
    {
        var slot = EncryptedSessionConf.Slot;
        table.Slot(slot);
        table.Add(Take.One("encrypted_session_key", SetMiscModule.Contexts, slot, static c => ref c.Key, "", "", static (use, text) => Read(use, text, 32, 32)));
        table.Add(Take.One("encrypted_session_iv", SetMiscModule.Contexts, slot, static c => ref c.Iv, "deadbeefdeadbeef", "", static (use, text) => Read(use, text, 0, 16)));
        table.Add(Take.Seconds("encrypted_session_expires", SetMiscModule.Contexts, slot, static c => ref c.Expires, "1d"));
        Add(table, "set_encrypt_session", isDecrypting: false);
        Add(table, "set_decrypt_session", isDecrypting: true);
    }

    private static void Add(HttpModuleTable table, string name, bool isDecrypting) =>
        table.Add(Take.Custom(name, SetMiscModule.Contexts, 1, 2, RewriteConf.Slot, (use, conf) =>
        {
            var target = RewriteDirectives.Target(use);
            conf.Add(new SessionCode(target, SetArgument.OrTarget(use, target), isDecrypting), HttpScope.Of(use));
        }, note: SetMiscModule.NoteAtHttp));

    /// <summary>The bytes, with zeros behind up to the longest.</summary>
    private static byte[] Read(DirectiveUse use, string text, int min, int max)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        if (bytes.Length < min || bytes.Length > max)
            throw use.Error($"{use.Name}: the value must be {(min == max ? "of" : "at most")} {max} bytes");
        Array.Resize(ref bytes, max);
        return bytes;
    }
}

/// <summary><c>set_encrypt_session $variable text</c>, <c>set_decrypt_session $variable session</c>: a bad session has no text.</summary>
internal sealed class SessionCode(VariableSlot target, ComplexValue source, bool isDecrypting) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var conf = EncryptedSessionConf.Slot.Of(request);
        if (conf.Key.Value.Length == 0)
        {
            request.Log.Write(LogLevel.Error, request, $"encrypted_session: a key is to be specified by the \"encrypted_session_key\" directive");
            return new HandlerResult(500);
        }

        var text = source.Evaluate(request);
        var value = request.Arena.Allocate(SessionCipher.Room(text.Length), out var output);
        var now = request.Loop.Clock.UnixSeconds;
        var length = isDecrypting ? SessionCipher.Decrypt(text.Span, output, conf, now) : SessionCipher.Encrypt(text.Span, output, conf, now);
        request.Set(target, value.Slice(0, Math.Max(0, length)));
        return HandlerResult.Declined;
    }
}
