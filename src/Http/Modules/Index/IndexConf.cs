using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Index;

public sealed class IndexConf : IConf<IndexConf>
{
    public static readonly LocationSlot<IndexConf> Slot = new();

    private static readonly List<ComplexValue> Default = [ComplexValue.Literal("index.html")];

    /// <summary>File names in the order they are tried; one with a slash in front is a URI.</summary>
    internal List<ComplexValue>? Names { get; set; }

    public void MergeFrom(IndexConf? outer, HttpConfiguration configuration) => Names ??= outer?.Names ?? Default;
}
