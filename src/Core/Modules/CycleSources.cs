using Engine.Core.Conf;
using Engine.Interop.Libc;

namespace Engine.Core.Modules;

/// <summary>Where a cycle is loaded from: what the command line decided for the whole life of the server.</summary>
public sealed record CycleSources
{
    /// <summary>Ends with "/".</summary>
    public required string Prefix { get; init; }

    /// <summary>Absolute.</summary>
    public required string ConfFile { get; init; }

    /// <summary>The default error log (<c>-e</c>), absolute, or "stderr".</summary>
    public required string ErrorLog { get; init; }

    /// <summary><c>-g</c>.</summary>
    public string ExtraDirectives { get; init; } = "";

    public bool IsTest { get; init; }

    /// <summary>Whether the server was started by root, so that <c>user</c> takes effect. Workers have given that up.</summary>
    public bool IsPrivileged { get; init; } = Processes.UserId == 0;

    /// <summary>The environment that the server was started with, as "NAME=value"; workers see only part of it (<c>env</c>).</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>What <c>-V</c> shows as configure arguments (<c>ngx.config.nginx_configure()</c>); put together when somebody asks.</summary>
    public Func<string> ConfigureArguments { get; init; } = static () => "";

    /// <summary><c>-T</c>: the text of every file is wanted afterwards.</summary>
    public bool KeepsFiles { get; init; }

    /// <summary>The files to read instead of those on disk.</summary>
    public ConfSnapshot? Snapshot { get; init; }

    /// <summary>The directory of nginx.conf; ends with "/".</summary>
    public string ConfPrefix => ConfFile[..(ConfFile.LastIndexOf('/') + 1)];

    internal ConfEnvironment NewEnvironment(Action<string> warn) =>
        new() { Prefix = Prefix, ConfPrefix = ConfPrefix, Warn = warn, KeepsFiles = KeepsFiles, Snapshot = Snapshot };
}
