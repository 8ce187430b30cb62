namespace Engine.Http.Parsing;

/// <summary>Request methods as bits, so that sets of them (limit_except, proxy_cache_methods) are one value.</summary>
[Flags]
public enum HttpMethod
{
    Unknown = 1,
    Get = 2,
    Head = 4,
    Post = 8,
    Put = 16,
    Delete = 32,
    Mkcol = 64,
    Copy = 128,
    Move = 256,
    Options = 512,
    Propfind = 1024,
    Proppatch = 2048,
    Lock = 4096,
    Unlock = 8192,
    Patch = 16384,
    Trace = 32768,
    Connect = 65536,
}

public static class HttpMethods
{
    /// <summary>The method with this name (method names are case-sensitive); <see cref="HttpMethod.Unknown"/> for any other.</summary>
    public static HttpMethod Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 => name.SequenceEqual("GET"u8) ? HttpMethod.Get
            : name.SequenceEqual("PUT"u8) ? HttpMethod.Put
            : HttpMethod.Unknown,
        4 => name.SequenceEqual("POST"u8) ? HttpMethod.Post
            : name.SequenceEqual("HEAD"u8) ? HttpMethod.Head
            : name.SequenceEqual("COPY"u8) ? HttpMethod.Copy
            : name.SequenceEqual("MOVE"u8) ? HttpMethod.Move
            : name.SequenceEqual("LOCK"u8) ? HttpMethod.Lock
            : HttpMethod.Unknown,
        5 => name.SequenceEqual("PATCH"u8) ? HttpMethod.Patch
            : name.SequenceEqual("MKCOL"u8) ? HttpMethod.Mkcol
            : name.SequenceEqual("TRACE"u8) ? HttpMethod.Trace
            : HttpMethod.Unknown,
        6 => name.SequenceEqual("DELETE"u8) ? HttpMethod.Delete
            : name.SequenceEqual("UNLOCK"u8) ? HttpMethod.Unlock
            : HttpMethod.Unknown,
        7 => name.SequenceEqual("OPTIONS"u8) ? HttpMethod.Options
            : name.SequenceEqual("CONNECT"u8) ? HttpMethod.Connect
            : HttpMethod.Unknown,
        8 => name.SequenceEqual("PROPFIND"u8) ? HttpMethod.Propfind : HttpMethod.Unknown,
        9 => name.SequenceEqual("PROPPATCH"u8) ? HttpMethod.Proppatch : HttpMethod.Unknown,
        _ => HttpMethod.Unknown,
    };

    /// <summary>The name of one method; empty for <see cref="HttpMethod.Unknown"/> and for sets.</summary>
    public static ReadOnlySpan<byte> Name(this HttpMethod method) => method switch
    {
        HttpMethod.Get => "GET"u8,
        HttpMethod.Head => "HEAD"u8,
        HttpMethod.Post => "POST"u8,
        HttpMethod.Put => "PUT"u8,
        HttpMethod.Delete => "DELETE"u8,
        HttpMethod.Mkcol => "MKCOL"u8,
        HttpMethod.Copy => "COPY"u8,
        HttpMethod.Move => "MOVE"u8,
        HttpMethod.Options => "OPTIONS"u8,
        HttpMethod.Propfind => "PROPFIND"u8,
        HttpMethod.Proppatch => "PROPPATCH"u8,
        HttpMethod.Lock => "LOCK"u8,
        HttpMethod.Unlock => "UNLOCK"u8,
        HttpMethod.Patch => "PATCH"u8,
        HttpMethod.Trace => "TRACE"u8,
        HttpMethod.Connect => "CONNECT"u8,
        _ => default,
    };
}
