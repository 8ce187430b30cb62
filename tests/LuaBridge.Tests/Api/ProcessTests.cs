namespace Engine.LuaBridge.Tests.Api;

public sealed class ProcessTests
{
    /// <summary>LuaJIT that was built to behave as Lua 5.1 does gives the status as wait(2) does.</summary>
    private const string Status = "local function status(ok, what, code) if type(ok) == 'number' then return ok / 256 end return code end ";

    [TestCase("exit 0", "0")]
    [TestCase("exit 7", "7")]
    public void Execute_Command_GivesItsStatus(string command, string expected)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"{Status}return status(os.execute('{command}'))"), Is.EqualTo(expected));
    }

    [Test]
    public void Execute_NoCommand_SaysThatThereIsAShell()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("local there = os.execute() return there == true or there == 1"), Is.EqualTo("true"));
    }

    [Test]
    public void Popen_Read_GivesLinesAndTheEnd()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("local f = io.popen('echo one; echo two') local all = {} for line in f:lines() do all[#all + 1] = line end return table.concat(all, ','), io.type(f), f:close() and true, io.type(f)"),
            Is.EqualTo("one,two file true closed file"));
    }

    [Test]
    public void Popen_Write_TheProgramReadsIt()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("local name = os.tmpname() local f = io.popen('cat >' .. name, 'w') f:write('some ', 'text') f:close() local text = io.open(name):read('*a') os.remove(name) return text"),
            Is.EqualTo("some text"));
    }

    [Test]
    public void Popen_BadMode_IsAnError()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("local f, err = io.popen('true', 'x') return f, err"), Is.EqualTo("nil true: Invalid argument"));
    }

    [TestCase(true, "single single")]
    [TestCase(false, "master worker")]
    public void Type_DependsOnTheMaster(bool isSingle, string expected)
    {
        using var worker = new LuaWorker(settings => settings with { HasMaster = !isSingle });

        var inInit = worker.Run("return require('ngx.process').type()", Engine.LuaBridge.Threads.LuaPhase.Init);
        Assert.That($"{inInit} {worker.Run("return require('ngx.process').type()")}", Is.EqualTo(expected));
    }
}
