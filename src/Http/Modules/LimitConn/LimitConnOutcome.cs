using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.LimitConn;

/// <summary>What the limits came to: <c>$limit_conn_status</c>. A request is counted once, whatever redirects do with it.</summary>
internal sealed class LimitConnOutcome
{
    public static readonly LimitConnOutcome Passed = new("PASSED");
    public static readonly LimitConnOutcome Rejected = new("REJECTED");
    public static readonly LimitConnOutcome RejectedDryRun = new("REJECTED_DRY_RUN");

    private static readonly RequestSlot<LimitConnOutcome> Slot = new(survivesRedirects: true);

    private readonly VariableValue text;

    private LimitConnOutcome(string text) => this.text = VariableValue.Of(ByteString.From(text));

    public static bool IsKnown(HttpRequest request) => Slot.Of(request.Main) is not null;

    public static void Set(HttpRequest request, LimitConnOutcome outcome) => Slot.Set(request.Main, outcome);

    public static VariableValue Variable(HttpRequest request) => Slot.Of(request.Main)?.text ?? VariableValue.NotFound;
}
