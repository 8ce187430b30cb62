using Engine.Testing;

namespace Engine.Conformance;

/// <summary><c>disable_symlinks</c>, which .t blocks can make no links for.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SymlinkTests
{
    [TestCase("/file", 204)]
    [TestCase("/link", 403)]
    [TestCase("/dir/file", 204)]
    [TestCase("/linked/file", 404)]
    public void If_FileOverALink_IsNoneWhereLinksAreDisabled(string path, int expected)
    {
        using var prefix = new ServerPrefix().WriteFile("html/file", "x"u8.ToArray()).WriteFile("html/dir/file", "x"u8.ToArray());
        File.CreateSymbolicLink(prefix.PathOf("html/link"), "file");
        File.CreateSymbolicLink(prefix.PathOf("html/linked"), "dir");
        using var server = ServerUnderTest.Start(
            "http { server { listen {port}; root html; location / { disable_symlinks on; if (-f $request_filename) { return 204; } } } }", prefix);

        Assert.That(server.Get(path).Status, Is.EqualTo(expected));
    }
}
