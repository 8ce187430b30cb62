using System.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Filters;
using Engine.Http.Requests;
using Engine.Interop.Libxslt;

namespace Engine.Http.Modules.Xslt;

/// <summary>A document that is being gathered; its response's head waits for what becomes of it.</summary>
internal sealed class XsltState : ReusedState<XsltState>
{
    public static readonly RequestSlot<XsltState> Slot = new();

    /// <summary>A larger one is not kept for the next request.</summary>
    private const int KeptSize = 64 * 1024;

    private ArrayBufferWriter<byte> document = new();

    /// <summary>The rest of the way for the head.</summary>
    public NextHeaderFilter Head { get; set; }

    public XsltTransform Transform { get; } = new();

    /// <summary>The output; its bytes are there until the request ends.</summary>
    public byte[]? Output { get; set; }

    /// <summary>The page of the error is sent in its place, as it is.</summary>
    public bool HasFailed { get; set; }

    public ReadOnlySpan<byte> Document => document.WrittenSpan;

    public void Add(ReadOnlySpan<byte> bytes) => document.Write(bytes);

    protected override void Clear()
    {
        Head = default;
        HasFailed = false;
        Transform.Clear();
        if (document.Capacity > KeptSize)
            document = new ArrayBufferWriter<byte>();
        else
            document.ResetWrittenCount();
        if (Output is not null)
            ArrayPool<byte>.Shared.Return(Output);
        Output = null;
    }
}
