using System.Runtime.InteropServices;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Interop;
using Engine.LuaBridge.Phases;

namespace Engine.LuaBridge.Api.Req;

/// <summary>ngx.req: another body in the place of the client's, from a file or piece by piece.</summary>
internal static unsafe class ReqBodyApi
{
    public static readonly LuaApi Api = new(
        "Api/Req/req_body.lua",
        new LuaFunction("int was_read(void)", (delegate* unmanaged<int>)&WasRead),
        new LuaFunction("int set_file(const char *path, size_t length, int auto_clean)", (delegate* unmanaged<byte*, nuint, int, int>)&SetFile),
        new LuaFunction("int init(int64_t size)", (delegate* unmanaged<long, int>)&Init),
        new LuaFunction("int append(const char *text, size_t length)", (delegate* unmanaged<byte*, nuint, int>)&Append),
        new LuaFunction("int finish(void)", (delegate* unmanaged<int>)&Finish));

    private enum BodyResult
    {
        Ok,

        /// <summary>The client's body has not been read yet.</summary>
        NotRead,

        /// <summary>ngx.req.init_body was not called.</summary>
        NotBegun,
        Failed,

        /// <summary>Plus errno: a file can't be opened.</summary>
        Errno = 1000,
    }

    private static HttpRequest Request => LuaRequest.Current!.Request;

    [UnmanagedCallersOnly]
    private static int WasRead() => Request.Body.WasRead ? 1 : 0;

    /// <param name="autoClean">Not 0: the file is removed with the request.</param>
    [UnmanagedCallersOnly]
    private static int SetFile(byte* path, nuint length, int autoClean)
    {
        if (!Request.Body.WasRead)
            return (int)BodyResult.NotRead;
        var name = SystemText.Decode(new ReadOnlySpan<byte>(path, (int)length));
        if (TempFile.Borrow(name, out var errno) is not { } file)
            return (int)BodyResult.Errno + errno;
        file.Keep = autoClean == 0;
        Request.Body.Replace(file);
        SetLength(file.Length);
        return (int)BodyResult.Ok;
    }

    /// <summary>Also while a socket reads the client's body: code may pass on another one piece by piece.</summary>
    /// <param name="size">What is longer lies in a temporary file; -1: <c>client_body_buffer_size</c>.</param>
    [UnmanagedCallersOnly]
    private static int Init(long size)
    {
        if (!Request.Body.WasRead)
            return (int)BodyResult.NotRead;
        Request.Body.BeginReplacing(size < 0 ? Request.Location.Core.ClientBodyBufferSize.Value : size);
        return (int)BodyResult.Ok;
    }

    [UnmanagedCallersOnly]
    private static int Append(byte* text, nuint length)
    {
        if (!Request.Body.IsBeingReplaced)
            return (int)BodyResult.NotBegun;
        return (int)(Request.Body.AppendReplacement(new ReadOnlySpan<byte>(text, (int)length)) ? BodyResult.Ok : BodyResult.Failed);
    }

    [UnmanagedCallersOnly]
    private static int Finish()
    {
        if (!Request.Body.IsBeingReplaced)
            return (int)BodyResult.NotBegun;
        Request.Body.EndReplacing();
        SetLength(Request.Body.Length);
        return (int)BodyResult.Ok;
    }

    private static void SetLength(long length) => RequestFields.Set(Request, KnownField.ContentLength.Name(), Request.Arena.Format(length).Span, 0);
}
