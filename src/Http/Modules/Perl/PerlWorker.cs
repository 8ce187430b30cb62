using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Http.Modules.Perl.Methods;
using Engine.Http.Requests;
using Engine.Interop;
using Engine.Interop.Libperl;

namespace Engine.Http.Modules.Perl;

/// <summary>An interpreter with the configuration's code, and the requests that its code can refer to.</summary>
internal sealed class PerlWorker : IPerlMethods, IDisposable
{
    /// <summary>A request's number: its place in the list, and above these bits how often that place has been used.</summary>
    private const int PlaceBits = 24;

    private static readonly byte[] Prelude = ReadPrelude();

    private readonly PerlInterpreter interpreter;
    private readonly List<PerlRequest> requests = [];
    private readonly Stack<PerlRequest> spare = new();
    private PerlCode?[] code = [];
    private IReadOnlyList<PerlSource> sources = [];

    private PerlWorker(IEnumerable<string> directories, out string error) => interpreter = PerlInterpreter.TryOpen(this, directories, out error)!;

    public string Package => "nginx";

    public IReadOnlyList<string> Names => PerlMethods.Names;

    /// <summary>Starts Perl; null with the reason when that is not possible.</summary>
    /// <param name="isTrial">It tries the code of a configuration that is being loaded; no worker gets it.</param>
    public static PerlWorker? TryOpen(IEnumerable<string> directories, bool isTrial, out string error)
    {
        var worker = new PerlWorker(directories, out error);
        if (worker.interpreter is null)
            return null;
        worker.interpreter.IsTrial = isTrial;
        var outcome = worker.interpreter.Evaluate(Prelude);
        if (!outcome.HasDied)
            return worker;
        error = SystemText.Decode(outcome.Error);
        worker.Dispose();
        return null;
    }

    /// <exception cref="ConfException">The module can't be loaded.</exception>
    public void Require(PerlSource module)
    {
        var outcome = interpreter.Evaluate(SystemText.Encode($"require q\0{module.Text}\0"));
        if (outcome.HasDied)
            throw new ConfException($"require_pv(\"{module.Text}\") failed: \"{SystemText.Decode(outcome.Error)}\"", module.File, module.Line);
    }

    /// <exception cref="ConfException">One does not compile.</exception>
    public void Compile(IReadOnlyList<PerlSource> all)
    {
        sources = all;
        code = new PerlCode?[all.Count];
        for (var i = 0; i < all.Count; i++)
            code[i] = all[i].IsCode ? Compile(all[i]) : null;
    }

    /// <summary>The function; null when there is none of that name (yet), or the code did not give one.</summary>
    public PerlCode? CodeOf(PerlSource source)
    {
        ref var found = ref code[source.Index];
        if (found is null && !source.IsCode)
            found = interpreter.Find(source.Bytes.Span);
        return found;
    }

    public PerlCode? Find(ReadOnlySpan<byte> name) => interpreter.Find(name);

    public PerlCode Keep(PerlValue function) => interpreter.Keep(function);

    public PerlOutcome Call(PerlCode function, PerlRequest request, ReadOnlySpan<byte> texts = default, ReadOnlySpan<int> lengths = default) =>
        interpreter.Call(function, request.Number, texts, lengths);

    public PerlRequest Rent(HttpRequest http)
    {
        if (!spare.TryPop(out var request))
        {
            request = new PerlRequest(this, requests.Count);
            requests.Add(request);
        }

        request.Begin(http);
        return request;
    }

    /// <summary>The request is over: its number is void from now on.</summary>
    public void Return(PerlRequest request)
    {
        request.Number += 1L << PlaceBits;
        spare.Push(request);
    }

    bool IPerlMethods.Call(int method, long target, PerlArguments arguments, PerlReply reply)
    {
        var place = (int)(target & ((1L << PlaceBits) - 1));
        if (place < requests.Count && requests[place] is { IsActive: true } request && request.Number == target)
            return PerlMethods.Call(method, request, arguments, reply);
        reply.Set("the request has ended"u8);
        return false;
    }

    public void Dispose()
    {
        foreach (var function in code)
            function?.Dispose();
        interpreter.Dispose();
    }

    private PerlCode? Compile(PerlSource source)
    {
        // The directive's line is that of its end.
        var line = Math.Max(source.Line - source.Text.Count(static c => c == '\n'), 1);
        var outcome = interpreter.Evaluate(SystemText.Encode($"package main;\n#line {line} \"{source.File}\"\n{source.Text}"));
        if (outcome.HasDied)
            throw new ConfException($"eval_pv(\"{source.Text}\") failed: \"{SystemText.Decode(outcome.Error)}\"", source.File, source.Line);
        return outcome.Value.IsCode ? interpreter.Keep(outcome.Value) : null;
    }

    private static byte[] ReadPrelude()
    {
        using var stream = typeof(PerlWorker).Assembly.GetManifestResourceStream("nginx.pm")!;
        using var text = new MemoryStream();
        text.Write(Encoding.ASCII.GetBytes($"$nginx::VERSION = '{ServerIdentity.Version}';\n#line 1 \"nginx.pm\"\n"));
        stream.CopyTo(text);
        return text.ToArray();
    }
}
