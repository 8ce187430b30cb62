using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Interop.Libxslt;

namespace Engine.Http.Modules.Xslt;

/// <summary>The stylesheets of a location with their parameters as one request has them.</summary>
internal static class XsltParameters
{
    /// <summary>False, and logged, for a parameter without "=".</summary>
    public static bool TryAdd(HttpRequest request, XsltConf conf, XsltTransform transform)
    {
        foreach (var sheet in conf.Stylesheets)
        {
            transform.AddStylesheet(sheet.File);
            foreach (var parameter in conf.Parameters)
                transform.AddParameter(parameter.Name.Span, parameter.Value.Evaluate(request).Span, parameter.IsText);
            foreach (var argument in sheet.Arguments)
            {
                if (!TryAdd(request, argument.Evaluate(request).Span, transform))
                    return false;
            }
        }

        return true;
    }

    /// <summary>"name=expression:name=expression"; what would be a separator is written as %XX.</summary>
    private static bool TryAdd(HttpRequest request, ReadOnlySpan<byte> list, XsltTransform transform)
    {
        foreach (var range in list.Split((byte)':'))
        {
            var item = list[range];
            var equals = item.IndexOf((byte)'=');
            if (equals < 0)
            {
                request.Log.Write(LogLevel.Error, request, $"invalid libxslt parameter \"{item}\"");
                return false;
            }

            request.Arena.Allocate(item.Length - equals - 1, out var value);
            var length = UriEscape.Unescape(item[(equals + 1)..], value, UnescapeKind.All);
            transform.AddParameter(item[..equals], value[..length], isText: false);
        }

        return true;
    }
}
