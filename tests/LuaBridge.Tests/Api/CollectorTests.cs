namespace Engine.LuaBridge.Tests.Api;

/// <summary>When Lua's collector begins a cycle.</summary>
public sealed class CollectorTests
{
    private const string Pause = "local pause = collectgarbage('setpause', 200) collectgarbage('setpause', pause) ";

    [Test]
    public void Pause_OfASmallHeap_LetsMegabytesOfGarbagePass()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"collectgarbage() {Pause} return pause * collectgarbage('count') / 100 > 4096"), Is.EqualTo("true"));
    }

    [Test]
    public void Pause_OfALargeHeap_IsNearlyTheDefault()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"kept = ('x'):rep(100e6) collectgarbage() {Pause} return pause >= 200 and pause < 210"), Is.EqualTo("true"));
    }

    [Test]
    public void Pause_SetByLuaCode_Stays()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"collectgarbage('setpause', 130) collectgarbage() collectgarbage() {Pause} return pause"), Is.EqualTo("130"));
    }
}
