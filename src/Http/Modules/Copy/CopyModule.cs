using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Copy;

/// <summary>
/// nginx's copy filter: how the bytes of files get into responses where the page cache is not to be relied on. Without these directives files go
/// to the client by sendfile(2) on the worker, which waits for the disk when the cache lacks them.
/// </summary>
public sealed class CopyModule : HttpModule
{
    public override string Name => "copy";

    public override void Register(HttpModuleTable table)
    {
        var slot = CopyConf.Slot;
        table.Slot(slot);
        table.Slot(DirectReads.Slot);
        table.Add(Take.Custom("aio", ConfContext.HttpAny, 1, 1, slot, SetAio, "off", "on: what directio reads is read by helper threads, which holds in any case"));
        table.Add(Take.Flag("aio_write", ConfContext.HttpAny, slot, static c => ref c.AioWrite, "off", "checked only: temporary files are written to the page cache"));
        table.Add(Take.Size("read_ahead", ConfContext.HttpAny, slot, static c => ref c.ReadAhead, "0", "the kernel chooses how far it reads ahead"));
        table.Add(Take.One("directio", ConfContext.HttpAny, slot, static c => ref c.DirectFrom, "off", "", ReadSizeOrOff));
        table.Add(Take.Offset("directio_alignment", ConfContext.HttpAny, slot, static c => ref c.DirectAlignment, "512"));
        table.Filter("copy", CopyFilter.Filter, static location => CopyConf.Slot.Of(location).IsNeeded);
    }

    private static void SetAio(DirectiveUse use, CopyConf conf)
    {
        const string threads = "threads=";
        if (conf.UsesThreads.IsSet)
            throw use.Error("\"aio\" directive is duplicate");
        var value = use[0];
        if (value is not ("on" or "off" or "threads") && !value.StartsWith(threads, StringComparison.Ordinal))
            throw use.Error("\"aio\" directive invalid value");
        // A name with variables is one of those that the configuration has, or the request is an error in nginx.
        if (value.StartsWith(threads, StringComparison.Ordinal) && !value.Contains('$', StringComparison.Ordinal))
            ThreadPools.Of(MainScope.CycleOf(use.Scope)).Expect(value[threads.Length..], use);
        conf.UsesThreads.Set(value is not ("on" or "off"));
    }

    private static long ReadSizeOrOff(DirectiveUse use, string text) =>
        text == "off" ? long.MaxValue : ConfUnits.ParseSize(text, offset: true) ?? throw use.Error($"\"{use.Name}\" directive invalid value");
}

/// <summary>The directives of one level.</summary>
public sealed class CopyConf : IConf<CopyConf>
{
    public static readonly LocationSlot<CopyConf> Slot = new();

    /// <summary><c>aio threads</c></summary>
    public Setting<bool> UsesThreads;
    public Setting<bool> AioWrite;

    /// <summary>Bytes of the smallest file that the kernel is told will be read from one end to the other; 0: none.</summary>
    public Setting<long> ReadAhead;

    /// <summary>Bytes of the smallest file that is read around the page cache.</summary>
    public Setting<long> DirectFrom;

    /// <summary>What offsets, lengths and addresses of such reads are multiples of.</summary>
    public Setting<long> DirectAlignment;

    public bool IsNeeded => UsesThreads.Value || ReadAhead.Value > 0 || DirectFrom.Value < long.MaxValue;

    public void MergeFrom(CopyConf? outer, HttpConfiguration configuration)
    {
        UsesThreads.MergeFrom(outer?.UsesThreads ?? default, false);
        AioWrite.MergeFrom(outer?.AioWrite ?? default, false);
        ReadAhead.MergeFrom(outer?.ReadAhead ?? default, 0);
        DirectFrom.MergeFrom(outer?.DirectFrom ?? default, long.MaxValue);
        DirectAlignment.MergeFrom(outer?.DirectAlignment ?? default, 512);
    }
}
