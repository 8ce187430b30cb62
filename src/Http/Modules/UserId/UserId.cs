using System.Buffers.Binary;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Http.Conf;
using Engine.Http.Modules.Core;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.UserId;

/// <summary>The identifier of one request: what the client sent, and what it is given.</summary>
internal sealed class UserId : ReusedState<UserId>
{
    /// <summary>16 bytes in base64 without padding; behind them there may be a mark.</summary>
    private const int EncodedLength = 22;

    private static readonly RequestSlot<UserId> Slot = new(survivesRedirects: true);

    private ByteString cookie;
    private bool isReset;

    /// <summary>The four numbers of the client's cookie; the last one is 0 when it sent none.</summary>
    public uint[] GotParts { get; } = new uint[4];

    /// <summary>The four numbers that are sent; the last one is 0 when nothing is.</summary>
    public uint[] SetParts { get; } = new uint[4];

    public static UserId Of(HttpRequest request, UserIdConf conf)
    {
        var main = request.Main;
        if (Slot.Of(main) is { } known)
            return known;
        var made = Rent(main);
        Slot.Set(main, made);
        made.Read(request, conf);
        return made;
    }

    public static VariableValue Got(HttpRequest request)
    {
        var conf = UserIdConf.Slot.Of(request);
        if (conf.Mode.Value == UserIdMode.Off)
            return VariableValue.NotFound;
        var id = Of(request, conf);
        return id.GotParts[3] != 0 ? VariableValue.Of(Format(request, conf, id.GotParts)) : VariableValue.NotFound;
    }

    public static VariableValue Set(HttpRequest request)
    {
        var conf = UserIdConf.Slot.Of(request);
        if (conf.Mode.Value < UserIdMode.V1)
            return VariableValue.NotFound;
        var id = Of(request, conf);
        id.Choose(request, conf);
        return id.SetParts[3] != 0 ? VariableValue.Of(Format(request, conf, id.SetParts)) : VariableValue.NotFound;
    }

    /// <summary>Decides what is sent: nothing, the same once more with a mark, or a new identifier.</summary>
    public void Choose(HttpRequest request, UserIdConf conf)
    {
        if (SetParts[3] != 0)
            return;
        if (GotParts[3] != 0 && !isReset)
        {
            if (conf.Mark.Value != 0 && !IsMarked(conf.Mark.Value))
                GotParts.CopyTo(SetParts, 0);
            return;
        }

        UserIdNumbers.Make(request, conf, SetParts);
    }

    protected override void Clear()
    {
        cookie = default;
        isReset = false;
        GotParts.AsSpan().Clear();
        SetParts.AsSpan().Clear();
    }

    private bool IsMarked(byte mark) => cookie.Length > EncodedLength + 1 && cookie[EncodedLength] == mark && cookie[EncodedLength + 1] == '=';

    private void Read(HttpRequest request, UserIdConf conf)
    {
        if (Cookies.Find(request.Main, conf.Name.Value) is not { IsFound: true } sent)
            return;
        cookie = sent.Bytes;
        if (cookie.Length < EncodedLength)
        {
            request.Log.Write(LogLevel.Error, request, $"client sent too short userid cookie \"{request.Main.Headers.ValueOf(KnownField.Cookie)}\"");
            return;
        }

        // The padding is taken as given: many a cookie came back with something else in its place.
        Span<byte> bytes = stackalloc byte[16];
        if (Base64Text.Decode(cookie.Span[..EncodedLength], bytes, Base64Text.Standard) != bytes.Length)
        {
            request.Log.Write(LogLevel.Error, request, $"client sent invalid userid cookie \"{request.Main.Headers.ValueOf(KnownField.Cookie)}\"");
            return;
        }

        for (var i = 0; i < GotParts.Length; i++)
            GotParts[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        CheckReset(request, conf);
    }

    /// <summary><c>set $uid_reset</c> asks for a new identifier; "log" also for a line about the old one.</summary>
    private void CheckReset(HttpRequest request, UserIdConf conf)
    {
        var reset = request.Get(UserIdMainConf.Slot.Of(request.Configuration).Reset).Bytes;
        isReset = !reset.IsEmpty && !reset.Equals("0"u8);
        if (isReset && reset.Equals("log"u8))
            request.Log.Write(LogLevel.Notice, request, $"userid cookie \"{Format(request, conf, GotParts)}\" was reset");
    }

    /// <summary>"name=" and the numbers in hexadecimal.</summary>
    private static ByteString Format(HttpRequest request, UserIdConf conf, uint[] parts)
    {
        var name = conf.Name.Value.Span;
        var text = request.Arena.Allocate(name.Length + 33, out var bytes);
        var writer = new SpanWriter(bytes);
        writer.Write(name);
        writer.Write((byte)'=');
        foreach (var part in parts)
        {
            part.TryFormat(writer.Remaining, out var length, "X8");
            writer.Advance(length);
        }

        return text;
    }
}
