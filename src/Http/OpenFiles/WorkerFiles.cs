using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Http.Conf;

namespace Engine.Http.OpenFiles;

/// <summary>What one worker has of files: objects to reuse, and its caches.</summary>
public sealed class WorkerFiles
{
    private readonly Dictionary<OpenFileCacheSetting, OpenFileCache> caches = new(ReferenceEqualityComparer.Instance);

    public OpenFilePool Pool { get; } = new();

    public static WorkerFiles Of(Worker worker) => worker.State(static _ => new WorkerFiles());

    internal OpenFileCache CacheFor(OpenFileCacheSetting setting)
    {
        if (!caches.TryGetValue(setting, out var cache))
            caches.Add(setting, cache = new OpenFileCache(setting, Pool));
        return cache;
    }

    /// <summary>Closes the caches of a configuration that no request uses any more.</summary>
    internal void Close(HttpConfiguration configuration)
    {
        foreach (var (setting, cache) in caches)
        {
            if (setting.Configuration != configuration)
                continue;
            cache.Close();
            caches.Remove(setting);
        }
    }
}
