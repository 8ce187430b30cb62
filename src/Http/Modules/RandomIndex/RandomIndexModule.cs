using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.RandomIndex;

/// <summary>ngx_http_random_index_module: any file of a directory answers for it.</summary>
public sealed class RandomIndexModule : HttpModule
{
    public override string Name => "random_index";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(RandomIndexConf.Slot);
        table.Add(Take.Flag("random_index", ConfContext.HttpLocation, RandomIndexConf.Slot, static c => ref c.IsOn, "off"));
        table.Handler(Phase.Content, Handle, static location => RandomIndexConf.Slot.Of(location).IsOn.Value);
    }

    private static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (request.Uri.Span is not [.., (byte)'/'] || (request.Method & (HttpMethod.Get | HttpMethod.Head | HttpMethod.Post)) == 0)
            return HandlerResult.Declined;
        var entries = new List<DirectoryEntry>();
        if (!DirectoryReader.TryRead(request, entries, out var refusal))
            return refusal;
        entries.RemoveAll(static entry => !entry.Status.IsRegular);
        if (entries.Count == 0)
            return HandlerResult.Declined;
        var name = entries[Random.Shared.Next(entries.Count)].Name;
        return request.RedirectInternally(request.Arena.Concat(request.Uri.Span, name.Span), request.Arguments);
    }
}

public sealed class RandomIndexConf : IConf<RandomIndexConf>
{
    public static readonly LocationSlot<RandomIndexConf> Slot = new();

    public Setting<bool> IsOn;

    public void MergeFrom(RandomIndexConf? outer, HttpConfiguration configuration) => IsOn.MergeFrom(outer?.IsOn ?? default, false);
}
