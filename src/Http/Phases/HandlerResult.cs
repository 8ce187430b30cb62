namespace Engine.Http.Phases;

/// <summary>What a handler or filter came to: one of nginx's codes, or an HTTP status that becomes the response.</summary>
public readonly record struct HandlerResult(int Code)
{
    /// <summary>Done with this phase; in the content phase: the response is complete.</summary>
    public static readonly HandlerResult Ok = new(0);

    /// <summary>The connection is of no use any more.</summary>
    public static readonly HandlerResult Error = new(-1);

    /// <summary>The response is taken care of; nothing else is to be done for it.</summary>
    public static readonly HandlerResult Done = new(-4);

    /// <summary>Not mine: the next handler.</summary>
    public static readonly HandlerResult Declined = new(-5);

    /// <summary>The request was redirected: the phases start again where <see cref="Requests.HttpRequest.Phase"/> says.</summary>
    public static readonly HandlerResult Restart = new(-100);

    /// <summary>The connection is closed without an answer (nginx's 444).</summary>
    public static readonly HandlerResult Close = new(444);

    /// <summary>
    /// The result of code that says it by a number (Lua's, Perl's). Numbers that nginx has no meaning for are errors: some have one in here, and
    /// would send the request round in circles.
    /// </summary>
    public static HandlerResult OfNumber(int number) => number >= Declined.Code ? new HandlerResult(number) : Error;

    /// <summary>An HTTP status.</summary>
    public bool IsStatus => Code >= 100;

    public static implicit operator HandlerResult(int status) => new(status);

    /// <summary>The result as a completed task.</summary>
    public static implicit operator ValueTask<HandlerResult>(HandlerResult result) => new(result);
}
