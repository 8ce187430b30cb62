namespace Engine.LuaBridge.Threads;

/// <summary>ngx.thread.wait: a light thread waits for the first of some of its children to end.</summary>
internal sealed class ChildWait : LuaWait
{
    public static readonly ChildWait Instance = new();

    private ChildWait()
    {
    }

    /// <summary>The parent is about to wait for that child, among others.</summary>
    public static void Expect(LuaThread parent, LuaThread child)
    {
        child.ExpectedIn = parent.ChildWaitNumber;
        if (child.Status == LuaThreadStatus.Zombie)
            parent.ReadyChild = child;
    }

    /// <summary>The parent waits, and for that child.</summary>
    public static bool IsFor(LuaThread parent, LuaThread child) => parent.Wait == Instance && child.ExpectedIn == parent.ChildWaitNumber;

    public override void OnTimeout(LuaThread thread)
    {
    }

    /// <summary>The children are not waited for any more, those that go on included.</summary>
    public override void OnCancelled(LuaThread thread)
    {
        thread.ChildWaitNumber++;
        thread.ReadyChild = null;
    }
}
