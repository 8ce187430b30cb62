namespace Engine.LuaBridge.Threads;

/// <summary>How a run of a handler stands.</summary>
internal enum LuaOutcome
{
    /// <summary>All its light threads ended.</summary>
    Finished,

    /// <summary>At least one light thread waits; <see cref="LuaHost.OnFinished"/> will be called.</summary>
    Waiting,

    /// <summary>An error ended the entry thread; it is in the error log.</summary>
    Failed,

    /// <summary>A function that never returns ended it, such as <c>ngx.exit</c>; <see cref="LuaRun.EndedBy"/> says which.</summary>
    Ended,
}
