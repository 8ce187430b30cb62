using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Ssi;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libperl;

namespace Engine.Http.Modules.Perl;

/// <summary>What code runs for.</summary>
internal enum PerlUse
{
    /// <summary>A location's answer.</summary>
    Content,

    /// <summary>The value of a variable.</summary>
    Variable,

    /// <summary>A command in a page.</summary>
    Page,
}

/// <summary>What the next handler waits for.</summary>
internal enum PerlWait
{
    Nothing,
    Time,
    Body,
}

/// <summary>A request as Perl code has it: the object <c>$r</c>. Perl holds its number, which is void when the request is over.</summary>
internal sealed class PerlRequest : IContextCleanup
{
    /// <summary>Code that runs before a redirect and code behind it share it.</summary>
    public static readonly RequestSlot<PerlRequest> Slot = new(survivesRedirects: true);

    private readonly List<(ByteString Name, ByteString Value)> variables = [];

    public PerlRequest(PerlWorker worker, int place)
    {
        Worker = worker;
        Number = place;
        Output = new PerlOutput();
    }

    public PerlWorker Worker { get; }

    public long Number { get; set; }

    public bool IsActive { get; private set; }

    public HttpRequest Http { get; private set; } = null!;

    public PerlOutput Output { get; }

    public PerlUse Use { get; private set; }

    /// <summary>The page that a command's output goes into.</summary>
    public SsiState? Page { get; private set; }

    /// <summary>Where to go when the handler returns; empty for nowhere.</summary>
    public ByteString Redirect { get; set; }

    public PerlWait Wait { get; set; }

    public long WaitMs { get; set; }

    /// <summary>What goes on when the wait is over; null when what was given is no function.</summary>
    public PerlCode? Next { get; set; }

    /// <summary>The status that a failed method stands for; Perl died of it, and there is nothing to log.</summary>
    public int Failure { get; set; }

    /// <summary>The request's object; null when its worker has no Perl.</summary>
    public static PerlRequest? Of(HttpRequest http)
    {
        if (Slot.Of(http) is { } request)
            return request;
        if (PerlInterpreters.Of(http) is not { } worker)
            return null;
        request = worker.Rent(http);
        Slot.Set(http, request);
        return request;
    }

    public void Begin(HttpRequest http)
    {
        Http = http;
        IsActive = true;
        http.OnEnd(this);
        Output.Begin(http);
    }

    /// <summary>A location's code begins; that of another location may have run before a redirect.</summary>
    public void Restart()
    {
        DropNext();
        Redirect = default;
        Output.Restart();
    }

    /// <summary>Calls code, nested perhaps in other code of the request. The outcome is valid until the next call.</summary>
    public PerlOutcome Call(PerlCode code, PerlUse use, SsiState? page = null, ReadOnlySpan<byte> texts = default, ReadOnlySpan<int> lengths = default)
    {
        var (outerUse, outerPage) = (Use, Page);
        (Use, Page) = (use, page);
        var outcome = Worker.Call(code, this, texts, lengths);
        (Use, Page) = (outerUse, outerPage);
        return outcome;
    }

    /// <summary>What code that is not there would have died of.</summary>
    public void LogMissing(ByteString text, bool isCode)
    {
        if (isCode)
            LogFailure(text, "Can't use an undefined value as a subroutine reference."u8);
        else
            Http.Log.Write(LogLevel.Error, Http, $"call_sv(\"{text}\") failed: \"Undefined subroutine &{text} called.\"");
    }

    public void LogFailure(ByteString text, ReadOnlySpan<byte> error) => Http.Log.Write(LogLevel.Error, Http, $"call_sv(\"{text}\") failed: \"{error}\"");

    /// <summary>A value that code of this request has given a variable.</summary>
    public bool TryGetVariable(ByteString name, out ByteString value)
    {
        foreach (var (known, set) in variables)
        {
            if (!known.Equals(name))
                continue;
            value = set;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>The bytes last as long as the request.</summary>
    public void SetVariable(ByteString name, ByteString value)
    {
        variables.RemoveAll(variable => variable.Name.Equals(name));
        variables.Add((name, value));
    }

    public void DropNext()
    {
        Next?.Dispose();
        Next = null;
        Wait = PerlWait.Nothing;
    }

    void IContextCleanup.OnContextEnd()
    {
        DropNext();
        IsActive = false;
        Http = null!;
        Output.End();
        Redirect = default;
        Failure = 0;
        variables.Clear();
        Worker.Return(this);
    }
}
