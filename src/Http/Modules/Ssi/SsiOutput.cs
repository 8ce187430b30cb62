using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Ssi;

/// <summary>Sends what a page has come to so far: its subrequests run at the same time, what they send goes in order.</summary>
internal static class SsiOutput
{
    /// <summary>Sends all of <see cref="SsiState.Output"/>; the subrequests in it have ended when this has, whatever the result.</summary>
    public static ValueTask<HandlerResult> Send(HttpRequest request, SsiState state, NextBodyFilter next)
    {
        var items = state.Output;
        if (items is not [{ Inclusion: null, Capture: null } only])
            return SendAll(request, state.Page, items, next);
        items.Clear();
        return next.Invoke(request, only.Text);
    }

    private static async ValueTask<HandlerResult> SendAll(HttpRequest request, SsiPage page, List<SsiItem> items, NextBodyFilter next)
    {
        var ahead = 0;
        foreach (var item in items)
        {
            item.Capture?.Start();
            if (item.Inclusion is null || !page.TryBeginRun())
                continue;
            ahead++;
            item.Inclusion.Start();
        }

        var result = HandlerResult.Ok;
        foreach (var item in items)
        {
            if (item.Inclusion is not null)
                await item.Inclusion.Finish();
            else if (item.Capture is not null)
                await item.Capture.Finish();
            else if (result == HandlerResult.Ok)
                result = await next.Invoke(request, item.Text);
            if (request.Main.IsConnectionBroken)
                result = HandlerResult.Error;
        }

        page.EndRun(ahead);
        items.Clear();
        return result;
    }
}
