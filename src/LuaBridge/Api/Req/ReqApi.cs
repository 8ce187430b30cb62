using System.Buffers;
using System.Runtime.InteropServices;
using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.LuaBridge.Api.Uri;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Req;

/// <summary>ngx.req: the request's line, fields and body.</summary>
internal static unsafe class ReqApi
{
    public static readonly LuaApi Api = new(
        "Api/Req/req.lua",
        new LuaFunction("int get_method(void)", (delegate* unmanaged<int>)&GetMethod),
        new LuaFunction("int set_method(int method)", (delegate* unmanaged<int, int>)&SetMethod),
        new LuaFunction("int http_version(void)", (delegate* unmanaged<int>)&HttpVersion),
        new LuaFunction("int is_internal(void)", (delegate* unmanaged<int>)&IsInternal),
        new LuaFunction("double start_time(void)", (delegate* unmanaged<double>)&StartTime),
        new LuaFunction("int get_headers(int max, int lower)", (delegate* unmanaged<int, int, int>)&GetHeaders),
        new LuaFunction("int raw_header(int without_line)", (delegate* unmanaged<int, int>)&RawHeader),
        new LuaFunction(
            "void set_header(const char *name, size_t length, const char *value, size_t value_length, int mode)",
            (delegate* unmanaged<byte*, nuint, byte*, nuint, int, void>)&SetHeader),
        new LuaFunction("int set_uri(const char *uri, size_t length, int jump, int binary)", (delegate* unmanaged<byte*, nuint, int, int, int>)&SetUri),
        new LuaFunction("void set_args(const char *args, size_t length)", (delegate* unmanaged<byte*, nuint, void>)&SetArguments),
        new LuaFunction("int get_uri_args(int max)", (delegate* unmanaged<int, int>)&GetUriArguments),
        new LuaFunction("int get_post_args(const char *text, size_t length, int max)", (delegate* unmanaged<byte*, nuint, int, int>)&GetPostArguments),
        new LuaFunction("int read_body(void)", (delegate* unmanaged<int>)&ReadBody),
        new LuaFunction("void give_up(void)", (delegate* unmanaged<void>)&GiveUp),
        new LuaFunction("int discard_body(void)", (delegate* unmanaged<int>)&DiscardBody),
        new LuaFunction("int get_body(void)", (delegate* unmanaged<int>)&GetBody),
        new LuaFunction("int get_body_file(void)", (delegate* unmanaged<int>)&GetBodyFile),
        new LuaFunction("int set_body(const char *text, size_t length)", (delegate* unmanaged<byte*, nuint, int>)&SetBody));

    private const int Nothing = -1;
    private const int PendingSubrequests = 1000;

    /// <summary>Control characters but for the tabulator.</summary>
    private static readonly SearchValues<byte> UnsafeInUri =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(static value => value != '\t').Select(static value => (byte)value), 0x7F]);

    private static LuaRequest Lua => LuaRequest.Current!;

    /// <summary>The name, in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int GetMethod() => Give(Lua.Request.MethodName.Span);

    /// <summary>0, or 1: no such method.</summary>
    [UnmanagedCallersOnly]
    private static int SetMethod(int method) => ChangeMethod(Lua.Request, (HttpMethod)method) ? 0 : 1;

    public static bool ChangeMethod(HttpRequest request, HttpMethod method)
    {
        var name = method.Name();
        if (name.IsEmpty)
            return false;
        request.Method = method;
        request.MethodName = request.Arena.Copy(name);
        return true;
    }

    [UnmanagedCallersOnly]
    private static int HttpVersion() => Lua.Request.Version;

    [UnmanagedCallersOnly]
    private static int IsInternal() => Lua.Request.IsInternal ? 1 : 0;

    [UnmanagedCallersOnly]
    private static double StartTime() => Lua.Request.StartUnixMs / 1000.0;

    /// <summary>The fields as <see cref="PackedPairs"/> has them: their number, as -1 - number when there are more than the limit (0: none), or <see cref="Rejection.Ends"/>.</summary>
    [UnmanagedCallersOnly]
    private static int GetHeaders(int max, int lower)
    {
        var lua = Lua;
        var fields = lua.Request.Headers.Span;
        var isTruncated = max > 0 && fields.Length > max;
        if (isTruncated && Rejection.Begin(lua, max, "header lines"))
            return Rejection.Ends;
        if (isTruncated)
            fields = fields[..max];
        RequestFields.Pack(fields, lua.Vm.Scratch, lower != 0);
        return isTruncated ? -1 - fields.Length : fields.Length;
    }

    /// <summary>The length of the client's head, which is in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int RawHeader(int withoutLine)
    {
        var request = Lua.Request.Main;
        var head = RequestHeadText.Of(request, request.Arena, withoutLine == 0);
        head.Span.CopyTo(Lua.Vm.Scratch.Take(head.Length));
        return head.Length;
    }

    /// <param name="mode">0 replaces, 1 adds, 2 removes.</param>
    [UnmanagedCallersOnly]
    private static void SetHeader(byte* name, nuint length, byte* value, nuint valueLength, int mode) =>
        RequestFields.Set(Lua.Request, new ReadOnlySpan<byte>(name, (int)length), new ReadOnlySpan<byte>(value, (int)valueLength), mode);

    /// <summary>0; one more than the byte that must not be in a URI; or <see cref="PendingSubrequests"/>. With a jump the handler ends and the location is chosen again.</summary>
    [UnmanagedCallersOnly]
    private static int SetUri(byte* uri, nuint length, int jump, int binary)
    {
        var lua = Lua;
        var text = new ReadOnlySpan<byte>(uri, (int)length);
        if (binary == 0 && text.IndexOfAny(UnsafeInUri) is var at and >= 0)
            return text[at] + 1;
        if (jump != 0 && lua.HasSubrequests)
            return PendingSubrequests;
        lua.Request.Uri = lua.Request.Arena.Copy(text);
        lua.Request.IsUriOriginal = false;
        if (jump == 0)
            return 0;
        lua.Request.IsUriChanged = true;
        lua.End(EndKind.Jump, 0);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static void SetArguments(byte* args, nuint length)
    {
        Lua.Request.Arguments = Lua.Request.Arena.Copy(new ReadOnlySpan<byte>(args, (int)length));
        Lua.Request.IsUriOriginal = false;
    }

    [UnmanagedCallersOnly]
    private static int GetUriArguments(int max) => Pack(Lua.Request.Arguments.Span, max, "arguments");

    [UnmanagedCallersOnly]
    private static int GetPostArguments(byte* text, nuint length, int max) => Pack(new ReadOnlySpan<byte>(text, (int)length), max, "POST arguments");

    /// <summary>0: the body is read; 1: the light thread is parked, and state.wake tells 0 or that it failed (the handler ends then).</summary>
    [UnmanagedCallersOnly]
    private static int ReadBody() => Begin(Lua.Request.Body.Read());

    [UnmanagedCallersOnly]
    private static int DiscardBody() => Begin(BodyWait.Discard(Lua));

    /// <summary>-1: there is none in memory.</summary>
    [UnmanagedCallersOnly]
    private static int GetBody()
    {
        var body = Lua.Request.Body;
        return !body.IsRead || body.File is not null || body.Length == 0 ? Nothing : Give(body.Memory.Span);
    }

    [UnmanagedCallersOnly]
    private static int GetBodyFile() => Lua.Request.Body.File is { } file ? Give(ByteString.From(file.Name).Span) : Nothing;

    /// <summary>1: the client's body has not been read yet.</summary>
    [UnmanagedCallersOnly]
    private static int SetBody(byte* text, nuint length)
    {
        var request = Lua.Request;
        if (!request.Body.IsRead)
            return 1;
        request.Body.Replace(new ReadOnlySpan<byte>(text, (int)length));
        RequestFields.Set(request, "Content-Length"u8, request.Arena.Format((long)length).Span, 0);
        return 0;
    }

    private static int Give(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(LuaVm.Current.Scratch.Take(bytes.Length));
        return bytes.Length;
    }

    /// <summary>As <see cref="ArgumentList.Decode"/> says, or <see cref="Rejection.Ends"/>.</summary>
    private static int Pack(ReadOnlySpan<byte> text, int max, string what)
    {
        var lua = Lua;
        var count = ArgumentList.Decode(text, max, lua.Vm.Scratch);
        return count < 0 && Rejection.Begin(lua, max, what) ? Rejection.Ends : count;
    }

    /// <summary>The body can't be read: the handler ends with the status that says why, as soon as the Lua half has yielded.</summary>
    [UnmanagedCallersOnly]
    private static void GiveUp() => Lua.End(EndKind.Exit, Lua.BodyStatus);

    private static int Begin(ValueTask<HandlerResult> task)
    {
        var lua = Lua;
        if (!task.IsCompletedSuccessfully)
        {
            BodyWait.Begin(lua, task);
            return 1;
        }

        lua.BodyStatus = task.Result.Code;
        return task.Result == HandlerResult.Ok ? 0 : 2;
    }
}
