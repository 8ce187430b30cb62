using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Ssi;

/// <summary>What all parts of a page share, the main request's and those it includes: variables, blocks, captures.</summary>
internal sealed class SsiPage : ReusedState<SsiPage>
{
    public static readonly RequestSlot<SsiPage> Slot = new();

    /// <summary>A page that includes itself more than once would go on for ever (nginx: only the number at one time is limited).</summary>
    private const int MaxIncludes = 65_535;

    /// <summary>Room for more variables than these is not kept for other pages.</summary>
    private const int KeptVariables = 256;

    /// <summary>Inclusions that run at one time, for each may hold a file or a connection; those beyond it wait for their turn.</summary>
    private const int MaxRunning = 256;

    /// <summary>
    /// Bytes of text that a page may make of its variables and blocks: a value may double itself with each command (nginx: no limit).
    /// </summary>
    private const long MaxText = 32 * 1024 * 1024;

    private readonly Dictionary<ByteString, ByteString> variables = new(ByteStringComparer.Instance);
    private readonly Dictionary<ByteString, List<ByteString>> blocks = new(ByteStringComparer.Instance);
    private int[] captures = [];
    private int[] spareCaptures = [];
    private int captureCount;
    private ByteString subject;
    private int includes;
    private int running;

    /// <summary>How much more text the page may make.</summary>
    public long TextLeft { get; private set; } = MaxText;

    public static SsiPage Of(HttpRequest request)
    {
        if (Slot.Of(request.Main) is { } page)
            return page;
        page = Rent(request.Main);
        Slot.Set(request.Main, page);
        return page;
    }

    /// <summary>A variable that a page has set, or "0" to "9": a group of the last regular expression that matched.</summary>
    public bool TryGet(ByteString name, out ByteString value)
    {
        value = default;
        if (name.Length == 1 && name[0] is >= (byte)'0' and <= (byte)'9')
        {
            var group = name[0] - '0';
            if (group >= captureCount)
                return false;
            value = Group(group);
            return true;
        }

        return variables.TryGetValue(name, out value);
    }

    /// <param name="name">Lower-case; it and the value are in memory of the main request.</param>
    public void Set(ByteString name, ByteString value) => variables[name] = value;

    /// <summary>Room for the groups of a match. Those of the match before stay until <see cref="AcceptCaptures"/>.</summary>
    public Span<int> PrepareCaptures(int groupCount)
    {
        if (spareCaptures.Length < 2 * groupCount)
            spareCaptures = new int[Math.Max(20, 2 * groupCount)];
        return spareCaptures.AsSpan(0, 2 * groupCount);
    }

    public void AcceptCaptures(ByteString matched, int groupCount)
    {
        (captures, spareCaptures) = (spareCaptures, captures);
        subject = matched;
        captureCount = groupCount;
    }

    /// <summary>A group of the last match; empty when it took no part.</summary>
    public ByteString Group(int index) =>
        captures[2 * index] < 0 ? default : subject.Slice(captures[2 * index], captures[2 * index + 1] - captures[2 * index]);

    /// <summary>A block of the name; a second one of a name hides behind the first, as in nginx.</summary>
    public List<ByteString> BeginBlock(ByteString name)
    {
        var texts = new List<ByteString>();
        blocks.TryAdd(name, texts);
        return texts;
    }

    public List<ByteString>? FindBlock(ByteString name) => blocks.GetValueOrDefault(name);

    /// <summary>False, and logged, when the page has made too much text.</summary>
    public bool TryMakeText(HttpRequest request, long length)
    {
        if (length > TextLeft)
        {
            request.Log.Write(LogLevel.Error, request, $"too much text in variables of an SSI page");
            return false;
        }

        TextLeft -= length;
        return true;
    }

    /// <summary>False when the page has included too much.</summary>
    public bool CountInclude() => ++includes <= MaxIncludes;

    /// <summary>Whether one more inclusion may run before its turn; <see cref="EndRun"/> tells its end.</summary>
    public bool TryBeginRun()
    {
        if (running == MaxRunning)
            return false;
        running++;
        return true;
    }

    public void EndRun(int count) => running -= count;

    protected override void Clear()
    {
        variables.Clear();
        if (variables.Capacity > KeptVariables)
            variables.TrimExcess();
        blocks.Clear();
        captureCount = includes = running = 0;
        subject = default;
        TextLeft = MaxText;
    }
}
