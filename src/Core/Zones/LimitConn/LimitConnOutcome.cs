using Engine.Core.Buffers;
using Engine.Core.Scripting;

namespace Engine.Core.Zones.LimitConn;

/// <summary>What the limits came to.</summary>
public sealed class LimitConnOutcome
{
    public static readonly LimitConnOutcome Passed = new("PASSED");
    public static readonly LimitConnOutcome Rejected = new("REJECTED");
    public static readonly LimitConnOutcome RejectedDryRun = new("REJECTED_DRY_RUN");

    private LimitConnOutcome(string text) => Text = VariableValue.Of(ByteString.From(text));

    /// <summary><c>$limit_conn_status</c></summary>
    public VariableValue Text { get; }
}
