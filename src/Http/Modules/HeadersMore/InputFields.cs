using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.HeadersMore;

/// <summary>Changes the fields of a request, when rewriting is done.</summary>
internal static class InputFields
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        foreach (var command in HeadersMoreConf.Slot.Of(request).Input)
        {
            if (command.MatchesType(request.Headers.ValueOf(KnownField.ContentType), withParameters: false))
                Apply(request, command);
        }

        return HandlerResult.Declined;
    }

    private static void Apply(HttpRequest request, FieldCommand command)
    {
        foreach (var change in command.Changes)
        {
            var value = change.Value?.Evaluate(request) ?? default;
            if (value.IsEmpty)
                Remove(request, change);
            else if (!command.ReplacesOnly || request.Headers.IndexOf(change.Name.Span) >= 0)
                Set(request, change.Name, value);
        }
    }

    private static void Set(HttpRequest request, ByteString name, ByteString value)
    {
        request.Headers.Set(name, value);
        if (KnownFields.Find(name.Span) == KnownField.Host)
            request.SetHost(value);
    }

    private static void Remove(HttpRequest request, FieldChange change)
    {
        if (change.IsWildcard)
            request.Headers.RemoveAll(change.Name, static (field, start) => field.Name.Length >= start.Length && field.Name.Slice(0, start.Length).EqualsIgnoreCase(start.Span));
        else
            request.Headers.Remove(change.Name.Span);
    }
}
