using Engine.Core.Log;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Access;

/// <summary>Lets a client's address through or not.</summary>
internal static class AccessHandler
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        switch (AccessConf.Slot.Of(request).Rules!.Allows(request.Connection.Remote))
        {
            case true:
                return HandlerResult.Ok;
            case null:
                return HandlerResult.Declined;
        }

        // With "satisfy any" another check may still let it through.
        if (!request.Location.Core.SatisfyAny.Value)
            request.Log.Write(LogLevel.Error, request, $"access forbidden by rule");
        return new HandlerResult(403);
    }
}
