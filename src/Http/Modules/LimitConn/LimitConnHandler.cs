using Engine.Core.Scripting;
using Engine.Core.Zones.LimitConn;
using Engine.Http.Conf;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.LimitConn;

/// <summary>Counts a request once, whatever redirects do with it.</summary>
internal static class LimitConnHandler
{
    private static readonly RequestSlot<LimitConnOutcome> Slot = new(survivesRedirects: true);

    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (Slot.Of(request.Main) is not null)
            return HandlerResult.Declined;
        var conf = LimitConnConf.Slot.Of(request);
        if (LimitConnCheck.Count(request, request.Main, conf) is not { } outcome)
            return HandlerResult.Declined;
        Slot.Set(request.Main, outcome);
        return outcome == LimitConnOutcome.Rejected ? new HandlerResult((int)conf.Status.Value) : HandlerResult.Declined;
    }

    public static VariableValue Status(HttpRequest request) => Slot.Of(request.Main)?.Text ?? VariableValue.NotFound;
}
