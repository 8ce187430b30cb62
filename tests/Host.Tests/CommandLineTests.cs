namespace Engine.Host.Tests;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class CommandLineTests
{
    [Test]
    public void Options_Apart_AreRead()
    {
        var line = Parse("-t", "-q", "-p", "/x", "-c", "a.conf", "-e", "e.log", "-g", "daemon off;");

        Assert.That((line.Test, line.Quiet, line.Dump), Is.EqualTo((true, true, false)));
        Assert.That((line.Prefix, line.ConfFile, line.ErrorLog, line.Directives), Is.EqualTo(("/x", "a.conf", "e.log", "daemon off;")));
    }

    [Test]
    public void Options_Joined_AreRead()
    {
        var line = Parse("-tqp/x", "-ca.conf", "-sreload");

        Assert.That((line.Test, line.Quiet, line.Prefix, line.ConfFile, line.Signal), Is.EqualTo((true, true, "/x", "a.conf", "reload")));
    }

    [Test]
    public void Options_OfInformation_ImplyTheVersion()
    {
        Assert.That((Parse("-h").ShowHelp, Parse("-?").ShowHelp, Parse("-h").ShowVersion), Is.EqualTo((true, true, true)));
        Assert.That((Parse("-V").ShowConfigure, Parse("-V").ShowVersion, Parse("-v").ShowConfigure), Is.EqualTo((true, true, false)));
        Assert.That((Parse("-T").Test, Parse("-T").Dump), Is.EqualTo((true, true)));
    }

    [Test]
    public void Dash_Alone_IsNothing() => Assert.That(Parse("-").Test, Is.False);

    [TestCase("invalid option: \"x\"", "-x")]
    [TestCase("invalid option: \"x\"", "x")]
    [TestCase("invalid option: \"x\"", "-tx")]
    [TestCase("invalid option: \"-s foo\"", "-s", "foo")]
    [TestCase("option \"-s\" requires parameter", "-s")]
    [TestCase("option \"-p\" requires directory name", "-p")]
    [TestCase("option \"-c\" requires file name", "-c")]
    [TestCase("option \"-e\" requires file name", "-e")]
    [TestCase("option \"-g\" requires parameter", "-g")]
    public void Options_Wrong_AreRefusedInNginxsWords(string expected, params string[] arguments)
    {
        CommandLine.Parse(arguments, out var error);

        Assert.That(error, Is.EqualTo(expected));
    }

    private static CommandLine Parse(params string[] arguments)
    {
        var line = CommandLine.Parse(arguments, out var error);
        Assert.That(error, Is.Null);
        return line;
    }
}
