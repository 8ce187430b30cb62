using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Filters;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.StubStatus;

/// <summary>ngx_http_stub_status_module: the numbers of connections.</summary>
public sealed class StubStatusModule : HttpModule
{
    private static readonly ByteString TextPlain = ByteString.Copy("text/plain"u8);

    public override string Name => "stub_status";

    public override void Register(HttpModuleTable table)
    {
        table.Add(new Directive("stub_status", ConfContext.HttpServer | ConfContext.HttpLocation, 0, 1, static use => HttpScope.Of(use).Location.ContentHandler = Handle));
        Variable(table, "connections_active", static totals => totals.Active);
        Variable(table, "connections_reading", static totals => totals.Reading);
        Variable(table, "connections_writing", static totals => totals.Writing);
        Variable(table, "connections_waiting", static totals => totals.Waiting);
    }

    private static void Variable(HttpModuleTable table, string name, Func<ConnectionTotals, long> choose) =>
        table.UncachedVariable(name, request => VariableValue.Of(request.Arena.Format(choose(ConnectionCounts.Totals()))));

    private static async ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (request.Method is not (HttpMethod.Get or HttpMethod.Head))
            return 405;
        if (!await request.Body.Discard())
            return 400;
        request.Response.Status = 200;
        request.Response.ContentType = TextPlain;
        var text = Write(request, ConnectionCounts.Totals());
        request.Response.ContentLength = text.Length;
        return await request.Send(new OutputBuffer(text.Memory, last: true));
    }

    private static ByteString Write(HttpRequest request, ConnectionTotals totals)
    {
        const int room = 256;
        var text = request.Arena.Allocate(room, out var bytes);
        var writer = new SpanWriter(bytes);
        writer.Write("Active connections: "u8);
        writer.Write(totals.Active);
        writer.Write(" \nserver accepts handled requests\n "u8);
        writer.Write(totals.Accepted);
        writer.Write((byte)' ');
        writer.Write(totals.Accepted);
        writer.Write((byte)' ');
        writer.Write(totals.Requests);
        writer.Write(" \nReading: "u8);
        writer.Write(totals.Reading);
        writer.Write(" Writing: "u8);
        writer.Write(totals.Writing);
        writer.Write(" Waiting: "u8);
        writer.Write(totals.Waiting);
        writer.Write(" \n"u8);
        return text.Slice(0, writer.Written);
    }
}
