using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Host.Master;
using Engine.Interop.Libc;

namespace Engine.Host.Tests.Master;

/// <summary>What the master opens for a server process that runs as an ordinary user.</summary>
[TestFixture]
public sealed class ConfiguredPathsTests
{
    private const int ForLogging = Files.O_WRONLY | Files.O_APPEND | Files.O_CREAT;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("engine-paths-");
    private ConfiguredPaths paths = null!;

    [SetUp]
    public void ReadConfiguration()
    {
        File.WriteAllText(Path.Combine(root.FullName, "more.conf"), "ssl_certificate_key key.pem;");
        File.WriteAllText(Path.Combine(root.FullName, "nginx.conf"), """
            error_log logs/main.log;
            http {
                include more.conf;
                access_log /var/log/a.log combined;
                server { location / { auth_basic_user_file users; proxy_temp_path tmp/proxy 1 2; } }
            }
            """);
        var sources = new CycleSources { Prefix = "/srv/", ConfFile = root.FullName + "/nginx.conf", ErrorLog = "/srv/logs/error.log" };
        paths = ConfiguredPaths.Read(sources, new ErrorLog(), out _);
    }

    [TearDown]
    public void RemoveConfiguration() => root.Delete(recursive: true);

    [TestCase("{root}/key.pem")]
    [TestCase("/srv/users")]
    public void File_NamedByTheConfiguration_MayBeRead(string path) =>
        Assert.That(paths.MayOpen(path.Replace("{root}", root.FullName, StringComparison.Ordinal), Files.O_RDONLY), Is.True);

    [TestCase("/etc/shadow", Files.O_RDONLY)]
    [TestCase("/srv/nginx.conf", Files.O_RDONLY)]
    [TestCase("/srv/users", ForLogging)]
    [TestCase("/srv/users", Files.O_RDWR)]
    [TestCase("/var/log/a.log", Files.O_WRONLY | Files.O_TRUNC)]
    [TestCase("/var/log/../../etc/shadow", Files.O_RDONLY)]
    public void File_OfAnotherNameOrUse_MayNotBeOpened(string path, int flags) => Assert.That(paths.MayOpen(path, flags), Is.False);

    [TestCase("/srv/logs/main.log")]
    [TestCase("/srv/logs/error.log")]
    [TestCase("/srv/logs/access.log")]
    [TestCase("/var/log/a.log")]
    public void Log_OfTheConfigurationOrTheDefault_MayBeWritten(string path) => Assert.That(paths.MayOpen(path, ForLogging), Is.True);

    [TestCase("/srv/tmp/proxy", true)]
    [TestCase("/srv/client_body_temp", true)]
    [TestCase("/srv/a/client_body_temp", false)]
    [TestCase("/etc/x", false)]
    public void Directory_NamedOrDefault_MayBeMade(string path, bool expected) => Assert.That(paths.MayMake(path), Is.EqualTo(expected));
}
