using System.Runtime.InteropServices;
using System.Text;
using Engine.Http.Modules.EncryptedSession;
using Engine.Http.Modules.SetMisc;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Ndk;

/// <summary>ndk.set_var.NAME: the directives of set-misc and encrypted-session that make one value of another, as functions.</summary>
internal static unsafe class NdkApi
{
    private const int EncryptSession = 1000;
    private const int DecryptSession = 1001;

    public static readonly LuaApi Api = new(
        "Api/Ndk/ndk.lua",
        new LuaFunction("int find(const char *name, size_t length)", (delegate* unmanaged<byte*, nuint, int>)&Find),
        new LuaFunction("int run(int function, const char *value, size_t length)", (delegate* unmanaged<int, byte*, nuint, int>)&Run));

    /// <summary>A number from 0 on; -1: there is none of that name.</summary>
    public static int Find(ReadOnlySpan<byte> name)
    {
        var wanted = Encoding.Latin1.GetString(name);
        for (var i = 0; i < SetFunctions.All.Count; i++)
        {
            if (SetFunctions.All[i].Name == wanted)
                return i;
        }

        return wanted switch
        {
            "set_encrypt_session" => EncryptSession,
            "set_decrypt_session" => DecryptSession,
            _ => -1,
        };
    }

    /// <summary>The length of the result, which is in the scratch buffer; -1: the value can't be taken.</summary>
    public static int Compute(int function, ReadOnlySpan<byte> value)
    {
        if (function >= EncryptSession)
            return ComputeSession(value, isDecrypting: function == DecryptSession);
        var conf = LuaRequest.Current is { } lua ? SetMiscConf.Slot.Of(lua.Request) : SetMiscConf.Default;
        var chosen = SetFunctions.All[function];
        return chosen.Convert(value, LuaVm.Current.Scratch.Take(chosen.Room(value.Length)), conf);
    }

    /// <summary>A bad session has an empty text, as with the directive.</summary>
    private static int ComputeSession(ReadOnlySpan<byte> value, bool isDecrypting)
    {
        if (LuaRequest.Current is not { } lua || EncryptedSessionConf.Slot.Of(lua.Request) is not { Key.Value.Length: > 0 } conf)
            return -1;
        var output = LuaVm.Current.Scratch.Take(SessionCipher.Room(value.Length));
        var now = lua.Request.Loop.Clock.UnixSeconds;
        return isDecrypting ? Math.Max(SessionCipher.Decrypt(value, output, conf, now), 0) : SessionCipher.Encrypt(value, output, conf, now);
    }

    [UnmanagedCallersOnly]
    private static int Find(byte* name, nuint length) => Find(new ReadOnlySpan<byte>(name, (int)length));

    [UnmanagedCallersOnly]
    private static int Run(int function, byte* value, nuint length) => Compute(function, new ReadOnlySpan<byte>(value, (int)length));
}
