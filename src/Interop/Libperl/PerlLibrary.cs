using System.Runtime.InteropServices;

namespace Engine.Interop.Libperl;

/// <summary>
/// Native/engine_perl.c, a library over Perl's own (perlembed(1), https://perldoc.perl.org/perlembed). Loaded when something needs Perl:
/// a server that does not is not linked with it.
/// </summary>
internal sealed unsafe class PerlLibrary
{
    public const string FileName = "libengine_perl.so";

    private static PerlLibrary? loaded;

    private readonly nint handle;

    private PerlLibrary(nint handle)
    {
        this.handle = handle;
        Open = (delegate* unmanaged<PerlSetup*, nint>)Find("engine_perl_open");
        Close = (delegate* unmanaged<nint, int, void>)Find("engine_perl_close");
        Evaluate = (delegate* unmanaged<nint, byte*, nuint, PerlValue*, int>)Find("engine_perl_evaluate");
        Call = (delegate* unmanaged<nint, nint, long, PerlValue*, int, PerlValue*, int>)Find("engine_perl_call");
        Keep = (delegate* unmanaged<nint, void*, nint>)Find("engine_perl_keep");
        FindFunction = (delegate* unmanaged<nint, byte*, nuint, nint>)Find("engine_perl_find");
        Drop = (delegate* unmanaged<nint, nint, void>)Find("engine_perl_drop");
        ReplyText = (delegate* unmanaged<nint, void*, byte*, nuint, void>)Find("engine_perl_reply_text");
        ReplyNumber = (delegate* unmanaged<nint, void*, long, void>)Find("engine_perl_reply_number");
    }

    public delegate* unmanaged<PerlSetup*, nint> Open { get; }

    public delegate* unmanaged<nint, int, void> Close { get; }

    public delegate* unmanaged<nint, byte*, nuint, PerlValue*, int> Evaluate { get; }

    public delegate* unmanaged<nint, nint, long, PerlValue*, int, PerlValue*, int> Call { get; }

    public delegate* unmanaged<nint, void*, nint> Keep { get; }

    public delegate* unmanaged<nint, byte*, nuint, nint> FindFunction { get; }

    public delegate* unmanaged<nint, nint, void> Drop { get; }

    public delegate* unmanaged<nint, void*, byte*, nuint, void> ReplyText { get; }

    public delegate* unmanaged<nint, void*, long, void> ReplyNumber { get; }

    /// <summary>Null with the reason when the library, or Perl's, is not there.</summary>
    public static PerlLibrary? TryLoad(out string error) => NativePart.TryLoad(ref loaded, FileName, static handle => new PerlLibrary(handle), out error);

    private nint Find(string name) => NativeLibrary.GetExport(handle, name);
}

/// <summary><c>engine_perl_setup</c></summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PerlSetup
{
    public delegate* unmanaged<nint, int, long, PerlValue*, int, void*, int> Function;
    public nint Host;
    public byte* Package;
    public byte** Methods;
    public int MethodCount;
    public byte** Arguments;
    public int ArgumentCount;
}
