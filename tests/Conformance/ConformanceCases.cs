using Engine.Testing;

namespace Engine.Conformance;

/// <summary>Every block under cases/ is a test of its own; ENGINE_BINARY=/usr/sbin/nginx shows what nginx says to the same blocks.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ConformanceCases
{
    private static readonly string Folder = SourceTree.PathOf("tests", "Conformance", "cases");

    [TestCaseSource(nameof(Blocks))]
    public void Block(TestBlock block) => TestBlockRunner.Run(block);

    private static IEnumerable<TestCaseData> Blocks() =>
        from path in SourceTree.Files(Folder, "*.t")
        from block in TestBlockFile.Read(path, Path.GetRelativePath(Folder, path).Replace('\\', '/'))
        select new TestCaseData(block).SetName(block.Name.Replace('.', '_')).SetProperty("Line", block.Line);
}
