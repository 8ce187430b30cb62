using Engine.Core.Log;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.AuthRequest;

/// <summary>Makes the subrequest and judges its status.</summary>
internal static class AuthRequestHandler
{
    public static async ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var conf = AuthRequestConf.Slot.Of(request);
        if (!Subrequest.TryBegin(request, DiscardingExchange.Instance, conf.Uri.Value, default, out var subrequest))
            return 500;
        subrequest.Request.IsHeaderOnly = true;
        await subrequest.Run();
        var result = Judge(request, subrequest.Request, conf);
        subrequest.End();
        return result;
    }

    private static HandlerResult Judge(HttpRequest request, HttpRequest answer, AuthRequestConf conf)
    {
        // Set now, so that they are there after internal redirects too.
        foreach (var variable in conf.Variables)
            request.Set(variable.Slot, variable.Value.Evaluate(answer));
        var status = answer.Response.Status;
        switch (status)
        {
            case 401:
                CopyChallenges(request, answer);
                return 401;
            case 403:
                return 403;
            case >= 200 and < 300:
                return HandlerResult.Ok;
        }

        request.Log.Write(LogLevel.Error, request, $"auth request unexpected status: {status}");
        return 500;
    }

    private static void CopyChallenges(HttpRequest request, HttpRequest answer)
    {
        foreach (var field in answer.Response.Fields.Span)
        {
            if (field.Name.EqualsIgnoreCase("WWW-Authenticate"u8))
                request.Response.Fields.Add(request.Arena.Copy(field.Name.Span), request.Arena.Copy(field.Value.Span));
        }
    }
}
