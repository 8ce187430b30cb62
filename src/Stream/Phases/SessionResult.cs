namespace Engine.Stream.Phases;

/// <summary>What a handler came to: one of nginx's codes, or the status that the session ends with.</summary>
public readonly record struct SessionResult(int Code)
{
    /// <summary>Done with this phase: the next one.</summary>
    public static readonly SessionResult Ok = new(0);

    /// <summary>Only in the preread phase: call again when the client has sent more.</summary>
    public static readonly SessionResult Again = new(-2);

    /// <summary>The connection belongs to somebody else now; nothing is logged of the session, and nothing closed.</summary>
    public static readonly SessionResult HandedOver = new(-4);

    /// <summary>Not mine: the next handler.</summary>
    public static readonly SessionResult Declined = new(-5);

    /// <summary>The session ends with this status.</summary>
    public bool IsStatus => Code >= 100;

    public static implicit operator SessionResult(int status) => new(status);

    /// <summary>The result as a completed task.</summary>
    public static implicit operator ValueTask<SessionResult>(SessionResult result) => new(result);
}

/// <summary>What a session can end with: <c>$status</c>.</summary>
public static class SessionStatus
{
    public const int Ok = 200;

    /// <summary>The client's data can't be understood: a PROXY protocol header, a preread that found no end.</summary>
    public const int BadRequest = 400;

    public const int Forbidden = 403;

    public const int InternalServerError = 500;

    public const int BadGateway = 502;

    public const int ServiceUnavailable = 503;
}
