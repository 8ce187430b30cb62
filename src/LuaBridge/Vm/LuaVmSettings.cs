using Engine.Core.Log;

namespace Engine.LuaBridge.Vm;

/// <summary>What a configuration says of its Lua VMs. Immutable once loaded; all VMs of a Cycle share one.</summary>
internal sealed record LuaVmSettings
{
    /// <summary><c>lua_package_path</c>; null when not set.</summary>
    public string? PackagePath { get; init; }

    /// <summary><c>lua_package_cpath</c>; null when not set.</summary>
    public string? PackageCPath { get; init; }

    /// <summary>Searched before Lua's own path: the libraries that come with the server.</summary>
    public string? DefaultPackagePath { get; init; }

    public string? DefaultPackageCPath { get; init; }

    /// <summary>The server's prefix, with a slash at its end.</summary>
    public string Prefix { get; init; } = "/";

    /// <summary><c>lua_strict_phases</c>: forbid in each phase what OpenResty forbids there.</summary>
    public bool StrictPhases { get; init; } = true;

    /// <summary><c>lua_max_pending_timers</c>.</summary>
    public int MaxPendingTimers { get; init; } = 1024;

    /// <summary><c>lua_max_running_timers</c>.</summary>
    public int MaxRunningTimers { get; init; } = 256;

    /// <summary>The error log for what belongs to no request.</summary>
    public ErrorLog Log { get; init; } = new();

    /// <summary>What <c>-V</c> shows as configure arguments (<c>ngx.config.nginx_configure()</c>).</summary>
    public Func<string> ConfigureArguments { get; init; } = static () => "";

    /// <summary>The dicts of <c>lua_shared_dict</c>, which VMs of all workers share.</summary>
    public Api.SharedDict.DictZone[] SharedDicts { get; init; } = [];

    /// <summary>The lines of <c>lua_capture_error_log</c>; null without it.</summary>
    public Api.Errlog.CapturedLog? CapturedLog { get; init; }

    /// <summary><c>master_process</c>.</summary>
    public bool HasMaster { get; init; }

    /// <summary>The <c>env</c> directives: NAME, or NAME=value.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary><c>lua_thread_cache_max_entries</c>: coroutines of entry threads that are kept for later handlers.</summary>
    public int ThreadCacheSize { get; init; } = 1024;

    /// <summary>NAME=value of the environment that the server was started with.</summary>
    public IReadOnlyList<string> OriginalEnvironment { get; init; } = [];

    /// <summary><c>lua_regex_cache_max_entries</c>.</summary>
    public int RegexCacheSize { get; init; } = 1024;

    /// <summary><c>lua_regex_match_limit</c>; 0 is the limit of PCRE2.</summary>
    public int RegexMatchLimit { get; init; }

    /// <summary>The names of the <c>thread_pool</c>s.</summary>
    public string[] ThreadPools { get; init; } = [];

    /// <summary><c>lua_worker_thread_vm_pool_size</c>.</summary>
    public int WorkerThreadVms { get; init; } = 10;

    /// <summary>Asks, while the configuration is loaded, for a worker without listeners that may have so many connections.</summary>
    public Action<int>? EnablePrivilegedAgent { get; init; }

    /// <summary><c>worker_processes</c>.</summary>
    public int WorkerCount { get; init; } = 1;
}
