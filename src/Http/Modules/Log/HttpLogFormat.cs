using Engine.Core.Buffers;
using Engine.Core.Log.Access;
using Engine.Core.Scripting;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Log;

/// <summary>A format for requests: what nearly every line has is written without a detour over variables.</summary>
internal sealed class HttpLogFormat(LogFormatText text, LogEscape escape) : LogFormat(text, escape)
{
    private readonly LogOperation[] operations = [.. text.Parts.Select(LogOperation.Of)];

    protected override void WriteParts(ScriptContext context, ref LogLine line)
    {
        var request = Reinterpret.As<HttpRequest>(context);
        foreach (ref readonly var operation in operations.AsSpan())
            operation.Write(request, ref line);
    }
}
