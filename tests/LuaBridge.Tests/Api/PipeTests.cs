using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Api;

public sealed class PipeTests
{
    private const string Spawn = "local pipe = require 'ngx.pipe' local proc = assert(pipe.spawn(";

    [TestCase("'echo one; echo two'", "proc:stdout_read_line(), proc:stdout_read_line(), proc:stdout_read_line()", "one two nil closed ")]
    [TestCase("'printf abc'", "proc:stdout_read_line()", "nil closed abc")]
    [TestCase("'printf abcdef'", "proc:stdout_read_bytes(4), proc:stdout_read_bytes(4)", "abcd nil closed ef")]
    [TestCase("'printf abcdef'", "proc:stdout_read_any(2), proc:stdout_read_all(), proc:stdout_read_all()", "ab cdef ")]
    [TestCase("{'printf', 'a\\\\r\\\\nb\\\\n'}", "proc:stdout_read_line(), proc:stdout_read_line()", "a b")]
    [TestCase("'echo out; echo err >&2'", "proc:stderr_read_line(), proc:stdout_read_line()", "err out")]
    [TestCase("'true'", "proc:stdout_read_any(10)", "nil closed")]
    public void Read_WhatTheProgramWrites_ComesAsAskedFor(string program, string reads, string expected)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"{Spawn}{program})) return {reads}"), Is.EqualTo(expected));
    }

    [Test]
    public void Read_StderrMerged_ComesFromStdout()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"{Spawn}'echo x >&2', {{ merge_stderr = true }})) return proc:stdout_read_all(), proc:stderr_read_all()"), Is.EqualTo("x\n nil merged to stdout"));
    }

    [Test]
    public void Read_NothingComes_TimesOutWithWhatWasThere()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"{Spawn}'printf part; exec sleep 60')) proc:set_timeouts(nil, 100) return proc:stdout_read_line()"), Is.EqualTo("nil timeout part"));
    }

    [Test]
    public void Write_ThenShutdown_ProgramSeesTheEnd()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run(Spawn + """
            { "wc", "-c" }))
            local text, total = ("1234"):rep(2048), 0
            for i = 1, 32 do total = total + assert(proc:write(text)) end
            assert(proc:write({ "a", "b" }) == 2 and proc:write(12) == 2)
            assert(proc:shutdown("stdin"))
            local _, err = proc:write("more")
            return total, tonumber(proc:stdout_read_line()), err
            """), Is.EqualTo("262144 262148 closed"));
    }

    [Test]
    public void Write_NobodyReads_TimesOut()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run(Spawn + """
            { "sleep", "60" }, { write_timeout = 20 }))
            local ok, err
            repeat ok, err = proc:write(("x"):rep(65536)) until not ok
            return ok, err
            """), Is.EqualTo("nil timeout"));
    }

    [TestCase("exit 0", "true exit 0")]
    [TestCase("exit 3", "false exit 3")]
    [TestCase("kill -TERM $$", "false signal 15")]
    public void Wait_ProgramEnds_SaysHow(string script, string expected)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"{Spawn}'{script}')) return proc:wait()"), Is.EqualTo(expected));
    }

    [Test]
    public void Wait_Twice_SaysExited()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"{Spawn}'echo x')) proc:wait() local _, err = proc:wait() local _, read = proc:stdout_read_line() local _, killed = proc:kill(9) return err, read, killed"),
            Is.EqualTo("exited closed exited"));
    }

    [Test]
    public void Wait_TooLong_TimesOutAndCanBeRepeated()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"{Spawn}{{ 'sleep', '60' }}, {{ wait_timeout = 10 }})) local _, err = proc:wait() proc:kill(15) proc:set_timeouts(nil, nil, nil, 0) return err, proc:wait()"),
            Is.EqualTo("timeout false signal 15"));
    }

    [Test]
    public void Operations_ByTwoThreads_TheSecondIsRefused()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run(Spawn + """
            { "sleep", "60" }))
            local errors = {}
            local function note(f) local err = select(2, f(proc)) errors[#errors + 1] = err end
            local threads = {}
            for i = 1, 2 do
                threads[#threads + 1] = ngx.thread.spawn(note, proc.stdout_read_line)
                threads[#threads + 1] = ngx.thread.spawn(note, proc.wait)
            end
            for _, direction in ipairs { "stdin", "stdout", "stderr" } do proc:shutdown(direction) end
            ngx.sleep(0)
            proc:kill(9)
            for _, thread in ipairs(threads) do ngx.thread.wait(thread) end
            return table.concat(errors, ", ")
            """), Is.EqualTo("pipe busy reading, pipe busy waiting, aborted, signal"));
    }

    [Test]
    public void Thread_KilledWhileItReads_LeavesTheStreamToTheNext()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run(Spawn + """
            { "cat" }))
            local reader = ngx.thread.spawn(function() proc:stdout_read_line() end)
            ngx.thread.kill(reader)
            proc:write("line\n")
            return proc:stdout_read_line()
            """), Is.EqualTo("line"));
    }

    [Test]
    public void Spawn_NoSuchProgram_EndsWithOneAndALine()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"{Spawn}{{ '/no/such', '2' }})) return proc:wait()"), Is.EqualTo("false exit 1"));
        Assert.That(worker.Log.Text, Does.Contain("lua pipe child execvp() failed while executing /no/such (2: No such file or directory)"));
    }

    [Test]
    public void Spawn_Environ_IsTheWholeEnvironment()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"{Spawn}{{ '/usr/bin/env' }}, {{ environ = {{ 'ONE=1', 'TWO=' }} }})) return proc:stdout_read_all()"), Is.EqualTo("ONE=1\nTWO=\n"));
    }

    [TestCase("nil", "bad args arg: table expected, got nil")]
    [TestCase("{}", "bad args arg: non-empty table expected")]
    [TestCase("{ 'ls' }, { buffer_size = 0 }", "bad buffer_size option")]
    [TestCase("{ 'ls' }, { environ = { 'x' } }", "bad value at index 1 of environ option: 'name=[value]' format expected, got 'x'")]
    [TestCase("{ 'ls' }, { wait_timeout = -1 }", "bad wait_timeout option")]
    public void Spawn_BadArguments_Raises(string arguments, string expected)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"return select(2, pcall(require('ngx.pipe').spawn, {arguments}))"), Is.EqualTo(expected));
    }

    [Test]
    public void Spawn_InInit_IsNotAllowed()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("return select(2, pcall(require('ngx.pipe').spawn, { 'ls' }))", LuaPhase.Init), Is.EqualTo("API disabled in the current context"));
    }

    [Test]
    public void Collected_ProgramStillRuns_IsKilledAndReaped()
    {
        using var worker = new LuaWorker();

        var pid = int.Parse(worker.Run(Spawn + "{ 'sleep', '3600' })) return proc:pid()"), System.Globalization.CultureInfo.InvariantCulture);
        worker.Run("collectgarbage() collectgarbage()");
        worker.Run($"while io.open('/proc/{pid}/stat') do ngx.sleep(0.001) end");
    }

    [Test]
    public void Programs_StartWithNoSignalBlockedOrIgnored()
    {
        using var worker = new LuaWorker();
        worker.Call(static () => Engine.Interop.Libc.Signals.Block([Engine.Interop.Libc.Signals.SIGHUP, Engine.Interop.Libc.Signals.SIGTERM]));

        const string masks = "grep -E 'SigBlk|SigIgn' /proc/self/status";
        // Bits 31 and 32 are glibc's own.
        const string expected = "^SigBlk:\t0{16}\nSigIgn:\t0{7}[01][08]0{7}\n$";
        Assert.That(worker.Run($"{Spawn}\"{masks}\")) return proc:stdout_read_all()"), Does.Match(expected));
        Assert.That(worker.Run($"return io.popen(\"{masks}\"):read('*a')"), Does.Match(expected));
        Assert.That(worker.Run($"local name = os.tmpname() os.execute(\"{masks} >\" .. name) local text = io.open(name):read('*a') os.remove(name) return text"), Does.Match(expected));
    }

    [Test]
    public void Read_HugeBufferSize_IsLimited()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"{Spawn}'echo a; read x; echo $x', {{ buffer_size = 2147483647 }})) local first = proc:stdout_read_line() proc:write('b\\n') return first, proc:stdout_read_all()"),
            Is.EqualTo("a b\n"));
    }

    [Test]
    public void Finalizer_WhenTheVmCloses_FindsTheProgramEnded()
    {
        var said = Path.GetTempFileName();
        using (var worker = new LuaWorker())
        {
            worker.Run(Spawn + $$"""
                { 'sleep', '3600' }))
                local write, name = io.open, "{{said}}"
                local object = newproxy(true)
                getmetatable(object).__gc = function() write(name, "w"):write(select(2, proc:kill(9)) or "killed") end
                debug.getregistry().object = object
                """);
        }

        Assert.That(File.ReadAllText(said), Is.EqualTo("exited"));
        File.Delete(said);
    }
}
