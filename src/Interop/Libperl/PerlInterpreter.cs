using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Interop.Libperl;

/// <summary>What the methods of an interpreter's objects do.</summary>
public interface IPerlMethods
{
    /// <summary>The package of the objects.</summary>
    string Package { get; }

    /// <summary>Full names; a method's number is its place among them.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>A method was called. False when it failed: Perl dies of the reply then.</summary>
    bool Call(int method, long target, PerlArguments arguments, PerlReply reply);
}

/// <summary>A Perl interpreter. It is used by one thread at a time; nested entries, from a method, are fine.</summary>
public sealed unsafe class PerlInterpreter : IDisposable
{
    private readonly PerlLibrary library;
    private readonly IPerlMethods methods;
    private GCHandle self;
    private nint native;

    private PerlInterpreter(PerlLibrary library, IPerlMethods methods)
    {
        this.library = library;
        this.methods = methods;
        self = GCHandle.Alloc(this);
    }

    /// <summary>Whether the server was built with it.</summary>
    public static bool IsBuilt { get; } = NativePart.IsThere(PerlLibrary.FileName);

    /// <summary>Starts Perl; null with the reason when that is not possible.</summary>
    /// <param name="directories">Come first in <c>@INC</c>.</param>
    public static PerlInterpreter? TryOpen(IPerlMethods methods, IEnumerable<string> directories, out string error)
    {
        if (PerlLibrary.TryLoad(out error) is not { } library)
            return null;
        var interpreter = new PerlInterpreter(library, methods);
        if (interpreter.Start(directories))
            return interpreter;
        interpreter.self.Free();
        error = "Perl does not start";
        return null;
    }

    /// <summary>Runs the text of a program.</summary>
    public PerlOutcome Evaluate(ReadOnlySpan<byte> program)
    {
        PerlValue result;
        fixed (byte* text = program)
        {
            var failed = library.Evaluate(native, text, (nuint)program.Length, &result);
            return new PerlOutcome(failed != 0, result);
        }
    }

    /// <summary>Calls a function with the object of a number and, behind it, texts.</summary>
    /// <param name="texts">One behind the other.</param>
    /// <param name="lengths">How long each is.</param>
    public PerlOutcome Call(PerlCode code, long target, ReadOnlySpan<byte> texts = default, ReadOnlySpan<int> lengths = default)
    {
        PerlValue result;
        var arguments = stackalloc PerlValue[lengths.Length];
        fixed (byte* bytes = texts)
        {
            var start = bytes;
            for (var i = 0; i < lengths.Length; start += lengths[i++])
                arguments[i] = new PerlValue(start, lengths[i]);
            var failed = library.Call(native, code.Reference, target, arguments, lengths.Length, &result);
            return new PerlOutcome(failed != 0, result);
        }
    }

    /// <summary>Keeps a function that was an argument or a result.</summary>
    public PerlCode Keep(PerlValue code) => new(this, library.Keep(native, code.CodeReference));

    /// <summary>The function of that name; null when there is none.</summary>
    public PerlCode? Find(ReadOnlySpan<byte> name)
    {
        fixed (byte* bytes = name)
        {
            var reference = library.FindFunction(native, bytes, (nuint)name.Length);
            return reference == 0 ? null : new PerlCode(this, reference);
        }
    }

    /// <summary>It only tries code: END blocks, which may undo what code did when it served, don't run.</summary>
    public bool IsTrial { get; set; }

    /// <summary>Ends the interpreter: destructors and END blocks run now.</summary>
    public void Dispose()
    {
        if (native == 0)
            return;
        library.Close(native, IsTrial ? 0 : 1);
        native = 0;
        self.Free();
    }

    internal void Drop(nint reference)
    {
        if (native != 0 && reference != 0)
            library.Drop(native, reference);
    }

    internal void Reply(void* value, ReadOnlySpan<byte> text)
    {
        byte none;
        fixed (byte* bytes = text)
            library.ReplyText(native, value, bytes == null ? &none : bytes, (nuint)text.Length);
    }

    internal void Reply(void* value, long number) => library.ReplyNumber(native, value, number);

    private bool Start(IEnumerable<string> directories)
    {
        using var names = new NativeTexts(methods.Names);
        using var arguments = new NativeTexts([.. directories.Select(static directory => "-I" + directory), "-e", "0"]);
        using var package = new NativeTexts([methods.Package]);
        var setup = new PerlSetup
        {
            Function = &OnCalled,
            Host = GCHandle.ToIntPtr(self),
            Package = package.Pointers[0],
            Methods = names.Pointers,
            MethodCount = names.Count,
            Arguments = arguments.Pointers,
            ArgumentCount = arguments.Count,
        };
        native = library.Open(&setup);
        return native != 0;
    }

    [UnmanagedCallersOnly]
    private static int OnCalled(nint host, int method, long target, PerlValue* arguments, int count, void* reply)
    {
        var interpreter = Unsafe.As<PerlInterpreter>(GCHandle.FromIntPtr(host).Target!);
        try
        {
            return interpreter.methods.Call(method, target, new PerlArguments(arguments, count), new PerlReply(interpreter, reply)) ? 0 : 1;
        }
#pragma warning disable CA1031 // No exception may reach Perl's frames.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            interpreter.Reply(reply, Encoding.UTF8.GetBytes(exception.ToString()));
            return 1;
        }
    }
}
