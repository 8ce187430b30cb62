using System.Text;
using System.Text.RegularExpressions;
using Engine.Testing;

namespace Engine.Conformance;

/// <summary>
/// configs/NAME.t: configurations as they are found in the world, each with files and requests. Both the server under test and Debian's nginx
/// run it, in folders of their own; every answer must be the same, to the requests of the file and to others that resemble them.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ComparedConfigs
{
    private const string Nginx = "/usr/sbin/nginx";

    /// <summary>Of all files: dates and entity tags then agree.</summary>
    private static readonly DateTime Modified = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private const int Mutations = 80;

    private static readonly string Folder = SourceTree.PathOf("tests", "Conformance", "configs");

    [TestCaseSource(nameof(Configs))]
    public void Config_BesideNginx_GivesTheSameAnswers(TestBlock config)
    {
        if (!File.Exists(Nginx))
            Assert.Ignore("needs the nginx of Debian's package \"nginx\"");
        using var prefix = Prepare(config, ServerBinary.UnderTest);
        using var nginxPrefix = Prepare(config, new ServerBinary(Nginx));
        using var server = ServerUnderTest.Start(Conf(config, prefix), prefix);
        using var nginx = ServerUnderTest.Start(Conf(config, nginxPrefix), nginxPrefix);
        var requests = ComparedRequest.Read(config["requests"]!);

        Assert.That(Differences(requests, server, nginx), Is.Empty);
        if (!config.Has("no_mutations"))
            Assert.That(Differences(Mutated(requests), server, nginx), Is.Empty);
    }

    /// <summary>The same ones in every run: a difference can be looked at again.</summary>
    private static IEnumerable<ComparedRequest> Mutated(List<ComparedRequest> requests)
    {
        var random = new Random(3);
        var plain = requests.Where(static request => request.HasNoExceptions).ToArray();
        return Enumerable.Range(0, Mutations).Select(_ => RequestMutations.Of(plain[random.Next(plain.Length)], random));
    }

    private static string Differences(IEnumerable<ComparedRequest> requests, ServerUnderTest server, ServerUnderTest nginx)
    {
        var differences = new StringBuilder();
        foreach (var request in requests)
        {
            var (answer, expected) = (ComparedAnswer.Of(request, server), ComparedAnswer.Of(request, nginx));
            if (answer != expected)
                differences.Append($"\n=== {request}\n--- nginx\n{expected}\n--- here\n{answer}\n");
        }

        return differences.ToString();
    }

    [TestCaseSource(nameof(Configs))]
    public void Config_Tested_IsAccepted(TestBlock config)
    {
        using var prefix = Prepare(config, ServerBinary.UnderTest);

        var result = prefix.WriteConf(Conf(config, prefix)).Run("-t");

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((0,
            $"nginx: the configuration file {prefix.Root}/conf/nginx.conf syntax is ok\nnginx: configuration file {prefix.Root}/conf/nginx.conf test is successful\n")));
    }

    private static ServerPrefix Prepare(TestBlock config, ServerBinary binary)
    {
        var prefix = new ServerPrefix(binary);
        foreach (var file in Regex.Split(config["user_files"] ?? "", "^>>> ", RegexOptions.Multiline).Skip(1))
        {
            var nameEnd = file.IndexOf('\n', StringComparison.Ordinal);
            prefix.WriteLatin1File(file[..nameEnd].Trim(), file[(nameEnd + 1)..]);
        }

        foreach (var file in Directory.EnumerateFiles(prefix.Root, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, Modified);
        foreach (var folder in Directory.EnumerateDirectories(prefix.PathOf("html"), "*", SearchOption.AllDirectories))
            Directory.SetLastWriteTimeUtc(folder, Modified);
        return prefix;
    }

    /// <summary>Debian's nginx keeps temporary files where only root may write.</summary>
    private static string Conf(TestBlock config, ServerPrefix prefix)
    {
        var conf = config["raw_config"]!;
        if (!prefix.Binary.IsNginx || Environment.IsPrivilegedProcess)
            return conf;
        var paths = string.Concat(((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(static name => $" {name}_temp_path temp_{name};"));
        return conf.Replace("http {", "http {" + paths, StringComparison.Ordinal);
    }

    private static IEnumerable<TestCaseData> Configs() =>
        from path in SourceTree.Files(Folder, "*.t")
        from block in TestBlockFile.Read(path, Path.GetRelativePath(Folder, path))
        select new TestCaseData(block).SetArgDisplayNames(Path.GetFileNameWithoutExtension(path));
}
