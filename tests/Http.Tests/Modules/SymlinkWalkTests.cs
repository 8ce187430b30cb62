using System.Text;
using Engine.Core.Buffers;
using Engine.Http.OpenFiles;
using Engine.Interop.Libc;

namespace Engine.Http.Tests.Modules;

[TestFixture]
public sealed class SymlinkWalkTests
{
    private readonly ByteArena arena = new();
    private string folder = "";

    [SetUp]
    public void MakeTree()
    {
        folder = Directory.CreateTempSubdirectory("engine-test-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "dir"));
        File.WriteAllText(Path.Combine(folder, "dir", "file"), "hello");
        File.CreateSymbolicLink(Path.Combine(folder, "link"), Path.Combine(folder, "dir", "file"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "dirlink"), Path.Combine(folder, "dir"));
    }

    [TearDown]
    public void RemoveTree() => Directory.Delete(folder, recursive: true);

    [TestCase("dir/file")]
    [TestCase("dir//file")]
    public void Test_NoLinks_IsFound(string name) => Assert.That(Test(name, new SymlinkPolicy(DisableSymlinks.On, 0)), Is.GreaterThanOrEqualTo(0));

    [Test]
    public void Test_LinkToAFile_IsALoop() => Assert.That(Test("link", new SymlinkPolicy(DisableSymlinks.On, 0)), Is.EqualTo(-Errno.ELOOP));

    [Test]
    public void Test_LinkToADirectory_IsNotFollowed() =>
        Assert.That(Test("dirlink/file", new SymlinkPolicy(DisableSymlinks.On, 0)), Is.AnyOf(-Errno.ELOOP, -Errno.ENOTDIR));

    [TestCase("link")]
    [TestCase("dirlink/file")]
    public void Test_LinkOfTheSameOwner_IsFollowedWhereThatIsEnough(string name) =>
        Assert.That(Test(name, new SymlinkPolicy(DisableSymlinks.IfNotOwner, 0)), Is.GreaterThanOrEqualTo(0));

    [Test]
    public void Test_LinkInThePartThatMayHaveThem_IsFollowed()
    {
        var from = Encoding.UTF8.GetByteCount(folder) + "/dirlink".Length;

        Assert.That(Test("dirlink/file", new SymlinkPolicy(DisableSymlinks.On, from)), Is.GreaterThanOrEqualTo(0));
    }

    [Test]
    public void Test_SlashBehindADirectory_IsFound() => Assert.That(Test("dir/", new SymlinkPolicy(DisableSymlinks.On, 0)), Is.GreaterThanOrEqualTo(0));

    [Test]
    public void Test_SegmentThatIsTooLong_IsRefused() =>
        Assert.That(Test(new string('a', 300), new SymlinkPolicy(DisableSymlinks.On, 0)), Is.EqualTo(-Errno.ENAMETOOLONG));

    private int Test(string name, SymlinkPolicy policy) =>
        SymlinkWalk.Test(FilePath.Of(arena, Encoding.UTF8.GetBytes($"{folder}/{name}")), policy, out _);
}
