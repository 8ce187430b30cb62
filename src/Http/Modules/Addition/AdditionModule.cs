using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Addition;

/// <summary>ngx_http_addition_module: the output of subrequests before and after a body.</summary>
public sealed class AdditionModule : HttpModule
{
    public override string Name => "addition";

    public override void Register(HttpModuleTable table)
    {
        var slot = AdditionConf.Slot;
        table.Slot(slot);
        table.Slot(AdditionState.Slot);
        table.Add(Take.Bytes("add_before_body", ConfContext.HttpAny, slot, static c => ref c.Before));
        table.Add(Take.Bytes("add_after_body", ConfContext.HttpAny, slot, static c => ref c.After));
        table.Add(HttpTake.Types("addition_types", ConfContext.HttpAny, slot, static c => ref c.Types));
        table.Filter("addition", AdditionFilter.FilterHeader, static location => AdditionConf.Slot.Of(location).HasWork);
        table.Filter("addition", AdditionFilter.FilterBody, static location => AdditionConf.Slot.Of(location).HasWork);
    }
}

public sealed class AdditionConf : IConf<AdditionConf>
{
    public static readonly LocationSlot<AdditionConf> Slot = new();

    /// <summary>A URI; an empty one cancels that of the level around.</summary>
    public Setting<ByteString> Before;
    public Setting<ByteString> After;
    public Setting<MediaTypes> Types;

    internal bool HasWork => !Before.Value.IsEmpty || !After.Value.IsEmpty;

    public void MergeFrom(AdditionConf? outer, HttpConfiguration configuration)
    {
        Before.MergeFrom(outer?.Before ?? default, default);
        After.MergeFrom(outer?.After ?? default, default);
        Types.MergeFrom(outer?.Types ?? default, MediaTypes.Html);
    }
}
