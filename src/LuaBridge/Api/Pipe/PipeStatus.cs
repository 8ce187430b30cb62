namespace Engine.LuaBridge.Api.Pipe;

/// <summary>What an operation on a started program came to. The Lua half has the words in the same order.</summary>
internal enum PipeStatus
{
    Ok = 0,

    /// <summary>The light thread is parked; the status comes with its wake-up.</summary>
    Waiting = 1,
    Closed = 2,
    Timeout = 3,
    Aborted = 4,
    BusyReading = 5,
    BusyWriting = 6,
    BusyWaiting = 7,
    Merged = 8,
    Exited = 9,
    InvalidSignal = 10,
    Failed = 11,
}

/// <summary>How much a read takes.</summary>
internal enum PipeGoal
{
    All = 0,
    Bytes = 1,
    Line = 2,
    Any = 3,
}

/// <summary>The standard streams, by their descriptors in the program.</summary>
internal enum PipeStream
{
    Stdin = 0,
    Stdout = 1,
    Stderr = 2,
}
