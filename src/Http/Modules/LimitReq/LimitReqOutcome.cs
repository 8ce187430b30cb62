using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.LimitReq;

/// <summary>What the limits came to: <c>$limit_req_status</c>. A request is counted once, whatever redirects do with it.</summary>
internal sealed class LimitReqOutcome
{
    public static readonly LimitReqOutcome Passed = new("PASSED");
    public static readonly LimitReqOutcome Delayed = new("DELAYED");
    public static readonly LimitReqOutcome Rejected = new("REJECTED");
    public static readonly LimitReqOutcome DelayedDryRun = new("DELAYED_DRY_RUN");
    public static readonly LimitReqOutcome RejectedDryRun = new("REJECTED_DRY_RUN");

    private static readonly RequestSlot<LimitReqOutcome> Slot = new(survivesRedirects: true);

    private readonly VariableValue text;

    private LimitReqOutcome(string text) => this.text = VariableValue.Of(ByteString.From(text));

    public static bool IsKnown(HttpRequest request) => Slot.Of(request.Main) is not null;

    public static void Set(HttpRequest request, LimitReqOutcome outcome) => Slot.Set(request.Main, outcome);

    public static VariableValue Variable(HttpRequest request) => Slot.Of(request.Main)?.text ?? VariableValue.NotFound;
}
