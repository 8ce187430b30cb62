using Engine.Core.Buffers;
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

    /// <summary>Inclusions that run at one time, for each may hold a file or a connection; those beyond it wait for their turn.</summary>
    private const int MaxRunning = 256;

    private readonly List<(ByteString Name, ByteString Value)> variables = [];
    private readonly List<(ByteString Name, List<ByteString> Texts)> blocks = [];
    private int[] captures = [];
    private int[] spareCaptures = [];
    private int captureCount;
    private ByteString subject;
    private int includes;
    private int running;

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

        var index = IndexOf(name);
        if (index >= 0)
            value = variables[index].Value;
        return index >= 0;
    }

    /// <param name="name">Lower-case; it and the value are in memory of the main request.</param>
    public void Set(ByteString name, ByteString value)
    {
        var index = IndexOf(name);
        if (index >= 0)
            variables[index] = (name, value);
        else
            variables.Add((name, value));
    }

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
        blocks.Add((name, texts));
        return texts;
    }

    public List<ByteString>? FindBlock(ByteString name)
    {
        foreach (var block in blocks)
        {
            if (block.Name == name)
                return block.Texts;
        }

        return null;
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
        blocks.Clear();
        captureCount = includes = running = 0;
        subject = default;
    }

    private int IndexOf(ByteString name)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i].Name == name)
                return i;
        }

        return -1;
    }
}
