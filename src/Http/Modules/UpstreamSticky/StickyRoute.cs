using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Modules.Upstream;
using Engine.Upstream;

namespace Engine.Http.Modules.UpstreamSticky;

/// <summary><c>sticky route $variable …</c>: the first value that is not empty names the server, which told its name to the client before.</summary>
internal sealed class StickyRoute(ComplexValue[] values) : StickyMethod
{
    public override ByteString FindId(IUpstreamClient client) => FirstOf(values, client);

    internal static ByteString FirstOf(ComplexValue[] values, IUpstreamClient client)
    {
        var request = ((UpstreamRequest)client).Request;
        foreach (var value in values)
        {
            var text = value.Evaluate(request);
            if (!text.IsEmpty)
                return text;
        }

        return default;
    }
}
