using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Api.Capture;

/// <summary>What Lua code wants of a subrequest. The same layout stands in Native/capture.c.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CaptureOrder
{
    private readonly byte* uri;
    private readonly nuint uriLength;
    private readonly byte* args;
    private readonly nuint argsLength;

    /// <summary>An HttpMethod.</summary>
    public readonly int Method;

    /// <summary>A SubrequestVariables.</summary>
    public readonly int Variables;

    /// <summary>The number of its ngx.ctx table; 0: its own.</summary>
    public readonly int Context;

    public readonly ReadOnlySpan<byte> Uri => new(uri, (int)uriLength);

    public readonly ReadOnlySpan<byte> Arguments => new(args, (int)argsLength);
}

/// <summary>What Lua code gets of a response. The same layout stands in Native/capture.c.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CapturedResponse
{
    public byte* Body;
    public nuint BodyLength;

    /// <summary>-1: none.</summary>
    public long ContentLength;

    /// <summary>As <see cref="Vm.PackedPairs"/> packs them; behind them the bytes of Content-Type.</summary>
    public byte* Fields;

    public int FieldCount;

    /// <summary>0: no Content-Type.</summary>
    public int ContentTypeLength;

    public int Status;

    /// <summary>Not 0: the body did not come to its end.</summary>
    public int IsTruncated;
}
