using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.SetMisc;

/// <summary><c>upstream_list name upstream …</c></summary>
public sealed class UpstreamLists : IConf<UpstreamLists>
{
    public static readonly MainSlot<UpstreamLists> Slot = new();

    private readonly Dictionary<ByteString, IReadOnlyList<ByteString>> lists = new(ByteStringComparer.Instance);

    public static void Read(DirectiveUse use, UpstreamLists conf)
    {
        var names = use.Arguments.Skip(1).Select(ByteString.From).ToArray();
        if (!conf.lists.TryAdd(use.Bytes(0), names))
            throw use.Error($"duplicate upstream list \"{use[0]}\"");
    }

    internal IReadOnlyList<ByteString>? Find(ByteString name) => lists.GetValueOrDefault(name);

    public void MergeFrom(UpstreamLists? outer, HttpConfiguration configuration)
    {
    }
}

/// <summary><c>set_hashed_upstream $variable list key</c>: always the same name of the list for a key.</summary>
internal sealed class HashedUpstreamCode(VariableSlot target, ComplexValue list, ComplexValue key) : IRewriteCode
{
    public static IRewriteCode Read(DirectiveUse use, VariableSlot target)
    {
        var list = SetArgument.Of(use, 1);
        if (list.IsConstant && UpstreamLists.Slot.Open(HttpScope.Of(use)).Find(list.Constant) is null)
            throw use.Error($"set_hashed_upstream: upstream list \"{use[1]}\" not defined yet");
        return new HashedUpstreamCode(target, list, SetArgument.Of(use, 2));
    }

    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var name = list.Evaluate(request);
        if (UpstreamLists.Slot.Of(request.Configuration).Find(name) is not { } names)
        {
            request.Log.Write(LogLevel.Error, request, $"set_hashed_upstream: upstream list \"{name}\" not defined yet");
            return new HandlerResult(500);
        }

        request.Set(target, names[(int)(Hash(key.Evaluate(request).Span) % (uint)names.Count)]);
        return HandlerResult.Declined;
    }

    /// <summary>Of the key in lower case.</summary>
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        var hash = 0u;
        foreach (var value in text)
            hash = unchecked((hash * 31) + (value is >= (byte)'A' and <= (byte)'Z' ? value | 0x20u : value));
        return hash;
    }
}
