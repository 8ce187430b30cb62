using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Http.OpenFiles;
using Engine.Interop.Libc;

namespace Engine.Http.Tests.Modules;

[TestFixture]
public sealed class OpenFileCacheTests
{
    private const int Max = 2;
    private const int Inactive = 1000;
    private static readonly CacheUse Defaults = new(0, 500, 1, false);

    private readonly ByteArena arena = new();
    private string folder = "";
    private OpenFileCache cache = null!;

    [SetUp]
    public void MakeFolder()
    {
        folder = Directory.CreateTempSubdirectory("engine-test-").FullName;
        cache = new OpenFileCache(new OpenFileCacheSetting(null!, Max, Inactive), new OpenFilePool());
    }

    [TearDown]
    public void RemoveFolder()
    {
        cache.Close();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void Open_SecondTime_IsTheSameDescriptorWithoutAskingTheFileSystem()
    {
        var path = Write("a", "one");
        var first = Open(path, Defaults);
        File.Delete(path);

        var second = Open(path, Defaults with { NowMs = 499 });

        Assert.That(second.Fd, Is.EqualTo(first.Fd));
        Assert.That(second.Size, Is.EqualTo(3));
    }

    [Test]
    public void Open_AfterTheValidTime_SeesThatTheFileIsGone()
    {
        var path = Write("a", "one");
        Open(path, Defaults);
        File.Delete(path);

        var lookup = cache.Open(PathOf(path), default, Defaults with { NowMs = 500 });

        Assert.That(lookup.Errno, Is.EqualTo(Errno.ENOENT));
        Assert.That(cache.Count, Is.Zero);
    }

    [Test]
    public void Open_AfterTheValidTime_KeepsTheDescriptorOfAFileThatGrew()
    {
        var path = Write("a", "one");
        var first = Open(path, Defaults);
        File.AppendAllText(path, "more");

        var second = Open(path, Defaults with { NowMs = 500 });

        Assert.That(second, Is.EqualTo((first.Fd, 7L)));
    }

    [Test]
    public void Open_AfterTheValidTime_OpensAnotherFileOfTheSameName()
    {
        var path = Write("a", "one");
        Open(path, Defaults);
        File.Move(Write("b", "another"), path, overwrite: true);

        Assert.That(Open(path, Defaults with { NowMs = 500 }).Size, Is.EqualTo(7));
    }

    [Test]
    public void Open_FileInUse_StaysOpenWhenTheCacheDropsIt()
    {
        var path = Write("a", "one");
        var lookup = cache.Open(PathOf(path), default, Defaults);

        cache.Close();

        var bytes = new byte[3];
        Assert.That(lookup.File!.ReadAt(bytes, 0), Is.EqualTo(3));
        lookup.File.Release();
    }

    [Test]
    public void Open_FewerUsesThanAsked_KeepsNoDescriptor()
    {
        var path = Write("a", "one");
        var use = Defaults with { MinUses = 3 };
        Open(path, use);
        File.Move(Write("b", "another"), path, overwrite: true);

        Assert.That(Open(path, use).Size, Is.EqualTo(7), "second use");
        Open(path, use);
        File.Delete(path);
        Assert.That(Open(path, use).Size, Is.EqualTo(7), "behind the third");
    }

    [Test]
    public void Open_MissingFile_IsRememberedOnlyWithErrors()
    {
        var path = PathOf(Path.Combine(folder, "a"));
        cache.Open(path, default, Defaults);
        Write("a", "one");
        Assert.That(cache.Test(path, default, Defaults).IsFound, Is.True);
        File.Delete(Path.Combine(folder, "a"));

        var keeping = Defaults with { NowMs = 500, KeepsErrors = true };
        cache.Open(path, default, keeping);
        Write("a", "one");

        Assert.That(cache.Open(path, default, keeping).Errno, Is.EqualTo(Errno.ENOENT));
    }

    [Test]
    public void Open_MoreThanTheMaximum_DropsTheLeastRecentlyUsed()
    {
        var a = Write("a", "one");
        Open(a, Defaults);
        Open(Write("b", "two"), Defaults);
        Open(a, Defaults);

        Open(Write("c", "three"), Defaults);

        Assert.That(cache.Count, Is.EqualTo(Max));
        File.Delete(a);
        Assert.That(cache.Open(PathOf(a), default, Defaults).IsFound, Is.True, "the one used last");
    }

    [Test]
    public void Open_AnythingElse_DropsWhatNobodyAskedForSince()
    {
        Open(Write("a", "one"), Defaults);

        Open(Write("b", "two"), Defaults with { NowMs = Inactive + 1 });

        Assert.That(cache.Count, Is.EqualTo(1));
    }

    [Test]
    public void Open_Directory_IsKnownToBeOne()
    {
        var lookup = cache.Open(PathOf(folder), default, Defaults);

        Assert.That(lookup.File, Is.Null);
        Assert.That(lookup.Status.IsDirectory, Is.True);
        Assert.That(cache.Open(PathOf(folder), default, Defaults).Status.IsDirectory, Is.True);
    }

    private (int Fd, long Size) Open(string path, CacheUse use)
    {
        var lookup = cache.Open(PathOf(path), default, use);
        Assert.That(lookup.File, Is.Not.Null, $"errno {lookup.Errno}");
        var found = (lookup.File!.Fd, lookup.File.Status.Size);
        lookup.File.Release();
        return found;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private FilePath PathOf(string path) => FilePath.Of(arena, Encoding.UTF8.GetBytes(path));
}
