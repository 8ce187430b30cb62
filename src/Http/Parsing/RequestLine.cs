namespace Engine.Http.Parsing;

/// <summary>A parsed request line (RFC 9112, 3). All slices are offsets into the bytes that were parsed.</summary>
public struct RequestLine
{
    public HttpMethod Method { get; internal set; }

    public Slice MethodName { get; internal set; }

    /// <summary>The path and arguments as sent, $request_uri. Empty for an absolute form without both, which means "/", and for CONNECT.</summary>
    public Slice Target { get; internal set; }

    /// <summary>The scheme of the absolute form, else empty.</summary>
    public Slice Scheme { get; internal set; }

    /// <summary>host[:port] of the absolute and the authority form, else empty. Its bytes are checked, its meaning is not.</summary>
    public Slice Authority { get; internal set; }

    /// <summary>The path as sent, without arguments and fragment; empty where the absolute form has none.</summary>
    public Slice Path { get; internal set; }

    /// <summary>What is between '?' and '#' or the end.</summary>
    public Slice Arguments { get; internal set; }

    public bool HasArguments { get; internal set; }

    /// <summary>The path is not its own normal form: <see cref="RequestTarget.TryNormalize"/> must make $uri of it.</summary>
    public bool NeedsNormalizing { get; internal set; }

    public int Major { get; internal set; }

    public int Minor { get; internal set; }

    /// <summary>The line without its end, $request; of an invalid line what arrived of it.</summary>
    public Slice Text { get; internal set; }
}
