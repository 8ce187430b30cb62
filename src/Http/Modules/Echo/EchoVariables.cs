using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Echo;

internal static class EchoVariables
{
    public static void Register(HttpModuleTable table)
    {
        table.UncachedVariable("echo_it", static request => EchoState.Slot.Of(request)?.Item is { } item ? VariableValue.Of(item) : VariableValue.NotFound);
        table.UncachedVariable("echo_timer_elapsed", TimerElapsed);
        table.UncachedVariable("echo_request_body", RequestBody);
        table.UncachedVariable("echo_request_method", static request => VariableValue.OfNonEmpty(request.MethodName));
        table.UncachedVariable("echo_client_request_method", static request => VariableValue.OfNonEmpty(request.Main.MethodName));
        table.UncachedVariable("echo_client_request_headers", static request => VariableValue.Of(RequestHeadText.Of(request.Main, request.Arena)));
        table.UncachedVariable("echo_request_uri", static request => VariableValue.OfNonEmpty(request.Uri));
        table.Variable("echo_cacheable_request_uri", static request => VariableValue.OfNonEmpty(request.Uri));
        table.UncachedVariable("echo_incr", Increment);
        table.UncachedVariable("echo_response_status", ResponseStatus);
    }

    /// <summary>Seconds since the request began, or since <c>echo_reset_timer</c>, with three digits behind the point.</summary>
    private static VariableValue TimerElapsed(HttpRequest request)
    {
        var clock = request.Loop.Clock;
        clock.Update();
        var start = EchoState.Slot.Of(request) is { TimerStartMs: > 0 } state ? state.TimerStartMs : request.StartMs;
        var elapsed = Math.Max(clock.NowMs - start, 0);
        Span<byte> text = stackalloc byte[24];
        (elapsed / 1000).TryFormat(text, out var written, default, null);
        text[written++] = (byte)'.';
        (elapsed % 1000).TryFormat(text[written..], out var digits, "D3", null);
        return VariableValue.Of(request.Arena.Copy(text[..(written + digits)]));
    }

    /// <summary>Empty for a body that lies in a file.</summary>
    private static VariableValue RequestBody(HttpRequest request) =>
        request.Body.IsRead ? VariableValue.OfNonEmpty(request.Body.Memory) : VariableValue.NotFound;

    private static VariableValue Increment(HttpRequest request) => VariableValue.Of(request.Arena.Format(++EchoState.Of(request.Main).Count));

    private static VariableValue ResponseStatus(HttpRequest request) =>
        request.Response.Status == 0 ? VariableValue.NotFound : VariableValue.Of(request.Arena.Format(request.Response.Status));
}
