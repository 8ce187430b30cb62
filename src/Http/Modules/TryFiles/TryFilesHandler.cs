using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.OpenFiles;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.TryFiles;

internal static class TryFilesHandler
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var conf = TryFilesConf.Slot.Of(request);
        var target = new AliasedUri(request);
        foreach (var candidate in conf.Candidates)
        {
            var name = target.Shorten(candidate.Name.Evaluate(request), candidate.Name.IsConstant);
            var path = target.PathOf(name);
            var lookup = RequestFiles.Test(request, path);
            if (!lookup.IsFound)
            {
                if (lookup.Errno is not (Errno.ENOENT or Errno.ENOTDIR or Errno.ENAMETOOLONG))
                    request.Log.Write(LogLevel.Crit, request, $"{lookup.FailedCall} \"{path.Text}\" failed", lookup.Errno);
                continue;
            }

            if (lookup.Status.IsDirectory != candidate.IsDirectory)
                continue;
            target.Take(name, candidate.IsDirectory);
            return HandlerResult.Declined;
        }

        return FallBack(request, conf, target);
    }

    private static HandlerResult FallBack(HttpRequest request, TryFilesConf conf, AliasedUri target)
    {
        if (conf.Fallback is not { } fallback)
            return conf.Status;
        var uri = target.Shorten(fallback.Evaluate(request), fallback.IsConstant);
        if (uri.Span is [(byte)'@', ..])
            return request.RedirectToNamedLocation(uri);
        var question = uri.Span.IndexOf((byte)'?');
        return question < 0
            ? request.RedirectInternally(uri, default)
            : request.RedirectInternally(uri.Slice(0, question), uri.Slice(question + 1));
    }
}
