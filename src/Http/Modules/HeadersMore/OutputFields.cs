using Engine.Core.Buffers;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.HeadersMore;

/// <summary>Changes the fields of a response.</summary>
internal static class OutputFields
{
    public static ValueTask<HandlerResult> Filter(HttpRequest request, NextHeaderFilter next)
    {
        foreach (var command in HeadersMoreConf.Slot.Of(request).Output)
        {
            if (Applies(request, command))
                Apply(request, command);
        }

        return next.Invoke(request);
    }

    private static bool Applies(HttpRequest request, FieldCommand command)
    {
        if (!command.MatchesType(request.Response.ContentType, withParameters: true))
            return false;
        var status = request.Response.Status == 0 ? 200 : request.Response.Status;
        return command.Statuses.Count == 0 || command.Statuses.Contains(status);
    }

    private static void Apply(HttpRequest request, FieldCommand command)
    {
        foreach (var change in command.Changes)
        {
            var value = change.Value?.Evaluate(request) ?? default;
            if (!value.IsEmpty)
                ResponseField.Set(request, change.Name, value, command.Appends);
            else if (change.IsWildcard)
                ResponseField.RemoveAll(request, change.Name);
            else
                ResponseField.Remove(request, change.Name);
        }
    }
}
