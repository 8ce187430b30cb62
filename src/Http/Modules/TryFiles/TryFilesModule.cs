using System.Globalization;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.TryFiles;

/// <summary>ngx_http_try_files_module: the first file of a list that is there.</summary>
public sealed class TryFilesModule : HttpModule
{
    public override string Name => "try_files";

    public override void Register(HttpModuleTable table)
    {
        var slot = TryFilesConf.Slot;
        table.Slot(slot);
        table.Add(Take.Custom("try_files", ConfContext.HttpServer | ConfContext.HttpLocation, 2, int.MaxValue, slot, Apply));
        table.Handler(Phase.PreContent, TryFilesHandler.Handle, static location => TryFilesConf.Slot.Of(location).BelongsTo(location));
    }

    private static void Apply(DirectiveUse use, TryFilesConf conf)
    {
        if (conf.Candidates.Count > 0)
            throw use.Error("\"try_files\" directive is duplicate");
        conf.Owner = HttpScope.Of(use).Location;
        for (var i = 0; i < use.Count - 1; i++)
        {
            var isDirectory = use[i].EndsWith('/');
            conf.Candidates.Add(new Candidate(ComplexValue.Compile(isDirectory ? use[i][..^1] : use[i], use), isDirectory));
        }

        var last = use[use.Count - 1];
        if (last.StartsWith('='))
            conf.Status = ReadStatus(use, last);
        else
            conf.Fallback = ComplexValue.Compile(last, use);
    }

    private static int ReadStatus(DirectiveUse use, string word) =>
        int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status <= 999
            ? status
            : throw use.Error($"invalid code \"{word}\"");
}
