using Engine.Testing;

namespace Engine.Conformance;

/// <summary>
/// golden/NAME.conf holds a configuration, golden/NAME.expected what <c>-t</c> says to it: an exit code on the first line, then the
/// messages in order. {root} in either is the prefix; the lines of the messages are those of the .conf file.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class GoldenConfs
{
    private static readonly string Folder = SourceTree.PathOf("tests", "Conformance", "golden");

    [TestCaseSource(nameof(Names))]
    public void Test_Conf_SaysWhatIsExpected(string name)
    {
        using var prefix = new ServerPrefix();
        prefix.WriteConf(File.ReadAllText(Path.Combine(Folder, name + ".conf")));

        var result = prefix.Run("-t");

        var actual = $"{result.ExitCode}\n{result.Error}".Replace(prefix.Root, "{root}", StringComparison.Ordinal);
        var expected = File.ReadAllLines(Path.Combine(Folder, name + ".expected"));
        var position = 0;
        foreach (var line in expected)
        {
            var found = actual.IndexOf(line, position, StringComparison.Ordinal);
            Assert.That(found, Is.GreaterThanOrEqualTo(0), $"\"{line}\" in order in:\n{actual}");
            position = found + line.Length;
        }
    }

    private static IEnumerable<string> Names() =>
        SourceTree.Files(Folder, "*.conf")
            .Select(path => Path.GetRelativePath(Folder, path)[..^".conf".Length].Replace('\\', '/'));
}
