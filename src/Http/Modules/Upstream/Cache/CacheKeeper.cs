using System.Diagnostics;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>
/// Looks after one cache while its configuration is the current one: reads the directory once (nginx's cache loader), then removes what is
/// not used or too much (its cache manager). A timer of one worker's loop drives it; the work is done on helper threads.
/// </summary>
internal sealed class CacheKeeper : Engine.Core.Loop.Timer
{
    private const long LongestRestMs = 10_000;

    private readonly CachePath path;
    private readonly EventLoop loop;
    private readonly ErrorLog log;
    private CacheLoader? loader;
    private bool isStopped;

    private CacheKeeper(CachePath path, EventLoop loop, ErrorLog log)
    {
        this.path = path;
        this.loop = loop;
        this.log = log;
    }

    public static void Start(HttpConfiguration configuration, Worker worker)
    {
        var main = CacheMainConf.Slot.Of(configuration);
        foreach (var path in main.Paths)
        {
            var keeper = new CacheKeeper(path, worker.Loop, configuration.Cycle.Log);
            main.Keepers.Add(keeper);
            keeper.Arm(worker.Loop, 0);
        }
    }

    public static void Stop(HttpConfiguration configuration)
    {
        var keepers = CacheMainConf.Slot.Of(configuration).Keepers;
        foreach (var keeper in keepers)
            keeper.Stop();
        keepers.Clear();
    }

    protected override void OnExpired() => _ = Work();

    private void Stop()
    {
        isStopped = true;
        Detach();
        // Its successor begins anew.
        if (loader is not null)
            path.Index.IsLoading = false;
        loader?.Dispose();
    }

    private async Task Work()
    {
        if (path.Index.IsCold && loader is null && !path.Index.IsLoading)
        {
            path.Index.IsLoading = true;
            loader = new CacheLoader(path);
        }

        var job = new Job(path, loader, loop.Clock.UnixSeconds);
        var restMs = await HelperThreads.Run(static state => state.Run(), job);
        if (job.Failure is { } failure)
            log.Write(LogLevel.Crit, $"cache \"{path.Path}\": {failure}");
        if (isStopped)
            return;
        if (loader is { IsDone: true })
        {
            loader.Dispose();
            loader = null;
            path.Index.IsCold = path.Index.IsLoading = false;
            log.Write(LogLevel.Notice, $"http file cache: {path.Path} {path.Index.Blocks * (double)CacheIndex.BlockSize / (1024 * 1024):F3}M, bsize: {CacheIndex.BlockSize}");
        }

        Arm(loop, restMs);
    }

    /// <summary>What a helper thread does in one go.</summary>
    private sealed class Job(CachePath path, CacheLoader? loader, long nowSeconds)
    {
        private readonly long start = Stopwatch.GetTimestamp();

        public string? Failure { get; private set; }

        /// <summary>How long to rest, in milliseconds.</summary>
        public long Run()
        {
            try
            {
                if (loader is { IsDone: false })
                {
                    loader.Load(start, nowSeconds);
                    return Math.Min(path.Loader.SleepMs, path.Manager.SleepMs);
                }

                return Manage();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Failure = exception.Message;
                return LongestRestMs;
            }
        }

        private long Manage()
        {
            long waitSeconds;
            var files = 0;
            var evicted = false;
            do
            {
                evicted = path.Evict(nowSeconds, force: IsTooLarge(), out waitSeconds);
                if (evicted && (++files >= path.Manager.Files || Stopwatch.GetElapsedTime(start).TotalMilliseconds >= path.Manager.ThresholdMs))
                    return path.Manager.SleepMs;
            }
            while (evicted);
            return Math.Clamp(Math.Min(waitSeconds, path.InactiveSeconds), 1, LongestRestMs / 1000) * 1000;
        }

        private bool IsTooLarge()
        {
            var index = path.Index;
            return index.Blocks > path.MaxBlocks
                || index.Count > index.Watermark
                || (path.MinFree > 0 && new DriveInfo(path.Path).AvailableFreeSpace < path.MinFree);
        }
    }
}
