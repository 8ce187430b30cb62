namespace Engine.LuaBridge.Threads;

/// <summary>ngx.thread.wait: a light thread waits for one of its children to end.</summary>
internal sealed class ChildWait : LuaWait
{
    public static readonly ChildWait Instance = new();

    private ChildWait()
    {
    }

    /// <summary>A child that is waited for and has ended already.</summary>
    public static LuaThread? ReadyChildOf(LuaThread parent, LuaRun run)
    {
        foreach (var child in run.UserThreads)
        {
            if (child.Parent == parent && child is { IsWaitedFor: true, Status: LuaThreadStatus.Zombie })
                return child;
        }

        return null;
    }

    public override void OnTimeout(LuaThread thread)
    {
    }

    /// <summary>The children are not waited for any more, those that go on included.</summary>
    public override void OnCancelled(LuaThread thread)
    {
        foreach (var child in thread.Run!.UserThreads)
        {
            if (child.Parent == thread)
                child.IsWaitedFor = false;
        }
    }
}
