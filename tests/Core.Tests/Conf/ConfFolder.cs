using System.Text;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;

namespace Engine.Core.Tests.Conf;

/// <summary>A prefix with configuration files, deleted with the test. In messages its path is written as {root}.</summary>
internal sealed class ConfFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("engine-conf-");
    private readonly List<CoreModule> modules = [new MainModule(), new DynamicModulesModule(), new EventsModule(), new RegexModule(), new ThreadPoolModule()];

    public ConfFolder(string conf)
    {
        Write("conf/nginx.conf", conf);
        Sources = new CycleSources { Prefix = root.FullName + "/", ConfFile = root.FullName + "/conf/nginx.conf", ErrorLog = "stderr", IsPrivileged = false };
    }

    public CycleSources Sources { get; set; }

    public string PathOf(string relative) => Path.Combine(root.FullName, relative);

    /// <summary>A module of the test's own.</summary>
    public ConfFolder With(CoreModule module)
    {
        modules.Add(module);
        return this;
    }

    /// <summary>Text is Latin-1: each character is a byte of the file.</summary>
    public ConfFolder Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllBytes(PathOf(relative), Encoding.Latin1.GetBytes(text));
        return this;
    }

    public Cycle Load(ErrorLog? log = null, Cycle? previous = null) => CycleLoader.Load(modules, Sources, log ?? new ErrorLog(), previous);

    public Cycle LoadOutline() => CycleLoader.LoadOutline(Sources, new ErrorLog());

    /// <summary>What is said to a configuration that can't be used.</summary>
    public string Refusal()
    {
        var refusal = Assert.Throws<ConfException>(() => Load())!;
        return Shorten(refusal.Text);
    }

    public string Shorten(string message) => message.Replace(root.FullName, "{root}", StringComparison.Ordinal);

    /// <summary>The same of a configuration that is only this text.</summary>
    public static string RefusalOf(string conf)
    {
        using var folder = new ConfFolder(conf);
        return folder.Refusal();
    }

    public void Dispose() => root.Delete(recursive: true);
}
