using System.Buffers;
using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Filters;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Ssi;

internal enum SsiEncoding
{
    Entity,
    Url,
    None,
}

/// <summary>Carrying out the commands of one response.</summary>
internal sealed class SsiState : ReusedState<SsiState>
{
    public static readonly RequestSlot<SsiState> Slot = new();

    /// <summary>A larger buffer is not kept for other requests.</summary>
    private const int KeptScratch = 16 * 1024;

    private static readonly ByteString DefaultMessage = ByteString.Copy("[an error occurred while processing the directive]"u8);

    public SsiParser Parser { get; } = new();

    public SsiPage Page { get; private set; } = null!;

    public SsiConditions Conditions { get; } = new();

    /// <summary>What the command at hand was given, by the places of its definition; null for what it was not given.</summary>
    public ByteString?[] Arguments { get; } = new ByteString?[8];

    /// <summary>What is to be sent, in order: texts, and subrequests that have not been started.</summary>
    public List<SsiItem> Output { get; } = [];

    /// <summary>For a text that is put together; what takes it clears it first.</summary>
    public ArrayBufferWriter<byte> Scratch { get; private set; } = new();

    /// <summary>The block that is being read; null when none is.</summary>
    public List<ByteString>? Block { get; set; }

    /// <summary>Where the piece at hand is in a file whose bytes need not be sent from memory; null when it is in none.</summary>
    public OpenFile? File { get; set; }

    public long FileOffset { get; set; }

    public ByteString ErrorMessage { get; set; }

    public ByteString TimeFormat { get; set; }

    /// <summary>Stays from one <c>echo</c> to the next, as in nginx.</summary>
    public SsiEncoding Encoding { get; set; }

    public void Begin(HttpRequest request, SsiConf conf)
    {
        Page = SsiPage.Of(request);
        ErrorMessage = DefaultMessage;
        TimeFormat = SsiDate.DefaultFormat;
        Encoding = SsiEncoding.Entity;
        Parser.Reset((int)Math.Min(conf.ValueLength.Value, int.MaxValue));
    }

    /// <summary>Adds text, unless there is nothing.</summary>
    public void Add(ReadOnlyMemory<byte> text)
    {
        if (!text.IsEmpty)
            Output.Add(new SsiItem(new OutputBuffer(text), null, null));
    }

    protected override void Clear()
    {
        Conditions.Clear();
        Output.Clear();
        Arguments.AsSpan().Clear();
        Page = null!;
        Block = null;
        File = null;
        if (Scratch.Capacity > KeptScratch)
            Scratch = new ArrayBufferWriter<byte>();
    }
}

/// <summary>One of: bytes; the output of a subrequest; a subrequest whose response goes into a variable.</summary>
internal readonly record struct SsiItem(OutputBuffer Text, Inclusion? Inclusion, SsiCapture? Capture);
