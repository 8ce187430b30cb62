using System.Diagnostics;
using Engine.Testing;

namespace Engine.Host.Tests.Resty;

/// <summary>The command as a user runs it.</summary>
public sealed class RestyRunTests
{
    [Test]
    public void Run_Code_HasTheApiAndTheTerminal()
    {
        var end = Run("", "--shdict", "dogs 1m", "-e", "ngx.sleep(0.001) ngx.say(ngx.shared.dogs:incr('n', 2, 0), {'a', nil}, true) print(ngx.get_phase(), 1)");

        Assert.That(end, Is.EqualTo(new End(0, "2atrue\ntimer\t1\n", "")));
    }

    [Test]
    public void Run_Script_HasArgumentsAndStandardInput()
    {
        var script = Path.GetTempFileName();
        File.WriteAllText(script, "print(arg[0] == ..., arg[1], #arg, select('#', ...)) io.write(io.read('*a'):upper())");

        var end = Run("from stdin", script, "one", "two");

        File.Delete(script);
        Assert.That(end, Is.EqualTo(new End(0, "false\tone\t2\t2\nFROM STDIN", "")));
    }

    [TestCase("os.exit(7)", 7)]
    [TestCase("ngx.exit(3)", 3)]
    [TestCase("os.exit(false)", 1)]
    [TestCase("ngx.timer.at(60, print)", 0)]
    public void Run_Code_ItsExitCodeIsTheCommands(string code, int expected) => Assert.That(Run("", "-e", code).Code, Is.EqualTo(expected));

    [TestCase("error('broken')", "ERROR: (command line -e):1: broken\nstack traceback:\n")]
    [TestCase("x(", "ERROR: (command line -e):1: unexpected symbol near '<eof>'\n")]
    public void Run_CodeFails_SaysWhereAndEndsWithOne(string code, string message)
    {
        var end = Run("", "-e", code);

        Assert.That(end.Code, Is.EqualTo(1));
        Assert.That(end.Errors, Does.StartWith(message));
    }

    [Test]
    public void Run_NoSuchScript_EndsWithOne()
    {
        var end = Run("", "/no/such/script.lua");

        Assert.That(end, Is.EqualTo(new End(1, "", "ERROR: cannot open /no/such/script.lua: No such file or directory\n")));
    }

    private static End Run(string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(ServerBinary.UnderTest.FilePath, ["--resty", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        Assert.That(process.WaitForExit(SafetyTimeout.Value), Is.True, "resty did not end");
        return new End(process.ExitCode, output.Result, errors.Result);
    }

    private sealed record End(int Code, string Output, string Errors);
}
