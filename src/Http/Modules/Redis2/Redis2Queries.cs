using System.Buffers.Text;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Modules.Upstream;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Redis2;

/// <summary>
/// What a location asks Redis: commands by their words (<c>redis2_query</c>, as many as there are), else bytes for the wire
/// (<c>redis2_raw_query</c> and its siblings). Commands come before bytes when both are given.
/// </summary>
internal sealed class Redis2Queries
{
    private readonly List<ComplexValue[]> commands = [];
    private ComplexValue? raw;
    private ComplexValue? rawCount;

    public static void ReadCommand(DirectiveUse use, Redis2Conf conf) =>
        Of(conf).commands.Add([.. use.Arguments.Select(word => ComplexValue.Compile(word, use))]);

    public static void ReadRaw(DirectiveUse use, Redis2Conf conf) => Of(conf).SetRaw(use, ComplexValue.Compile(use[0], use), null);

    public static void ReadRawCounted(DirectiveUse use, Redis2Conf conf) =>
        Of(conf).SetRaw(use, ComplexValue.Compile(use[1], use), ComplexValue.Compile(use[0], use));

    public static void ReadLiteral(DirectiveUse use, Redis2Conf conf) => Of(conf).SetRaw(use, ComplexValue.Literal(use[0]), null);

    /// <summary>Writes them; how many replies there will be, or 0 for what can't be sent, logged.</summary>
    public long Write(HttpRequest request, HeadBuffer head)
    {
        if (commands.Count == 0)
            return WriteRaw(request, head);
        foreach (var command in commands)
            WriteCommand(request, head, command);
        return commands.Count;
    }

    private static Redis2Queries Of(Redis2Conf conf) => conf.Queries ??= new Redis2Queries();

    private void SetRaw(DirectiveUse use, ComplexValue text, ComplexValue? count)
    {
        if (raw is not null)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        if (text is { IsConstant: true, Constant.IsEmpty: true })
            throw use.Error($"\"{use.Name}\" directive takes a query that is not empty");
        (raw, rawCount) = (text, count);
    }

    /// <summary>An array of bulk strings (https://redis.io/docs/latest/develop/reference/protocol-spec/).</summary>
    private static void WriteCommand(HttpRequest request, HeadBuffer head, ComplexValue[] words)
    {
        head.Append("*"u8);
        head.Append(words.Length);
        head.Append("\r\n"u8);
        foreach (var word in words)
        {
            var text = word.Evaluate(request);
            head.Append("$"u8);
            head.Append(text.Length);
            head.Append("\r\n"u8);
            head.Append(text);
            head.Append("\r\n"u8);
        }
    }

    private long WriteRaw(HttpRequest request, HeadBuffer head)
    {
        var text = raw!.Evaluate(request);
        if (text.IsEmpty)
            return Refuse(request, "the redis query is empty");
        head.Append(text);
        if (rawCount is null)
            return 1;
        var count = rawCount.Evaluate(request);
        if (count.IsEmpty)
            return Refuse(request, "the N argument to redis2_raw_queries is empty");
        return Utf8Parser.TryParse(count.Span, out uint number, out var used) && used == count.Length && number > 0
            ? number
            : Refuse(request, "the N argument to redis2_raw_queries is invalid");
    }

    private static long Refuse(HttpRequest request, string message)
    {
        request.Log.Write(LogLevel.Error, request, $"{message}");
        return 0;
    }
}
