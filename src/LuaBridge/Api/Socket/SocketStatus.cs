namespace Engine.LuaBridge.Api.Socket;

/// <summary>What comes of an operation; socket.lua knows the texts.</summary>
internal enum SocketStatus
{
    Ok = 0,

    /// <summary>The light thread waits; the operation is finished by another call.</summary>
    Waiting = 1,
    Closed = 2,
    Timeout = 3,
    BusyReading = 4,
    BusyWriting = 5,
    BusyConnecting = 6,
    BadRequest = 7,

    /// <summary>The socket keeps the text.</summary>
    Failed = 8,
    Unread = 9,
    Dubious = 10,

    /// <summary>Nothing more before the pattern, which has been read (receiveuntil).</summary>
    Matched = 11,
    NotSupported = 12,
    ClientAborted = 13,

    /// <summary>The connection speaks TLS with that server.</summary>
    Already = 14,

    /// <summary>It speaks TLS with another one, or in another name.</summary>
    OtherIdentity = 15,
}

/// <summary>What a receive waits for; socket.lua has the same numbers.</summary>
internal enum ReadKind
{
    Size = 0,
    Line = 1,
    All = 2,
    Any = 3,
    Until = 4,
}
