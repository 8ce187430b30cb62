using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Memcached;
using Engine.Http.Modules.Upstream;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Memc;

/// <summary>OpenResty's memc module: nearly all commands of memcached, told by variables or by the request's method.</summary>
public sealed class MemcModule : HttpModule
{
    private const ConfContext Inner = ConfContext.HttpLocation | ConfContext.HttpLocationIf;

    public override string Name => "memc";

    public override void Register(HttpModuleTable table)
    {
        var slot = MemcConf.Slot;
        table.Slot(slot);
        table.Slot(MemcState.Slot);
        table.Add(Take.Custom("memc_pass", Inner, 1, 1, slot, MemcHandler.Install));
        table.Add(Take.Custom("memc_cmds_allowed", ConfContext.HttpAnyIf, 1, int.MaxValue, slot, MemcConf.Allow));
        table.Add(Take.Flag("memc_flags_to_last_modified", ConfContext.HttpAnyIf, slot, static c => ref c.FlagsToLastModified, "off"));
        table.Add(Take.Flag("memc_ignore_client_abort", ConfContext.HttpAnyIf, slot, static c => ref c.Upstream.IgnoreClientAbort, "off"));
        MemcachedDirectives.Register(table, "memc", slot, static conf => conf.Upstream);
        foreach (var name in MemcVariables.Names)
            table.Add(new Variable<HttpRequest>(name, static _ => VariableValue.NotFound) { IsCacheable = true, IsChangeable = true, IsWeak = true });
        table.Variable("memc_flags_as_http_time", MemcFlags.AsHttpTime);
    }
}

/// <summary>The variables that say what is asked of memcached.</summary>
internal sealed class MemcVariables(VariableTable variables)
{
    public static readonly string[] Names = ["memc_cmd", "memc_key", "memc_value", "memc_flags", "memc_exptime"];

    public VariableSlot Command { get; } = variables.Resolve("memc_cmd");

    public VariableSlot Key { get; } = variables.Resolve("memc_key");

    public VariableSlot Value { get; } = variables.Resolve("memc_value");

    public VariableSlot Flags { get; } = variables.Resolve("memc_flags");

    public VariableSlot Exptime { get; } = variables.Resolve("memc_exptime");
}

public sealed class MemcConf : IConf<MemcConf>
{
    public static readonly LocationSlot<MemcConf> Slot = new();

    public Setting<bool> FlagsToLastModified;

    private List<MemcCommand>? allowed;

    internal UpstreamConf Upstream { get; } = new() { InterceptsNotFound = true };

    internal MemcachedPass? Pass { get; set; }

    internal MemcVariables? Variables { get; set; }

    internal bool Allows(MemcCommand command) => allowed is null || allowed.Contains(command);

    public static void Allow(DirectiveUse use, MemcConf conf)
    {
        if (conf.allowed is not null)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        conf.allowed = [.. use.Arguments.Select(name => MemcCommand.Find(ByteString.From(name).Span) ?? throw use.Error($"unknown memcached command \"{name}\""))];
    }

    public void MergeFrom(MemcConf? outer, HttpConfiguration configuration)
    {
        Pass ??= outer?.Pass;
        Variables ??= outer?.Variables;
        allowed ??= outer?.allowed;
        FlagsToLastModified.MergeFrom(outer?.FlagsToLastModified ?? default, false);
        if (outer is null && !Upstream.Buffering.IsSet)
            Upstream.Buffering.Set(false);
        Upstream.MergeFrom(outer?.Upstream, "memc", [], configuration);
    }
}
