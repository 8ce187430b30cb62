using System.Runtime.InteropServices;

namespace Engine.Interop.Libxslt;

/// <summary>A stylesheet or a DTD, read from a file. It never changes: any number of threads may use it at once, until it is disposed.</summary>
public sealed unsafe class XsltFile : IDisposable
{
    private readonly delegate* unmanaged<nint, void> free;
    private nint native;

    private XsltFile(nint native, delegate* unmanaged<nint, void> free)
    {
        this.native = native;
        this.free = free;
    }

    /// <summary>Whether the server was built with it.</summary>
    public static bool IsBuilt { get; } = NativePart.IsThere(XsltLibrary.FileName);

    internal nint Native => native;

    /// <summary>False with the reason when libxslt is not there.</summary>
    public static bool TryLoadLibrary(out string error) => XsltLibrary.TryLoad(out error) is not null;

    /// <summary>Null with libxslt's messages when the file is no stylesheet.</summary>
    public static XsltFile? TryReadStylesheet(string path, out string error) =>
        XsltLibrary.TryLoad(out error) is { } library ? TryRead(path, library.ReadSheet, library.FreeSheet, out error) : null;

    /// <summary>Null with libxml2's messages when the file is no DTD.</summary>
    public static XsltFile? TryReadDtd(string path, out string error) =>
        XsltLibrary.TryLoad(out error) is { } library ? TryRead(path, library.ReadDtd, library.FreeDtd, out error) : null;

    public void Dispose()
    {
        if (native != 0)
            free(native);
        native = 0;
    }

    private static XsltFile? TryRead(string path, delegate* unmanaged<byte*, byte*, int, nint> read, delegate* unmanaged<nint, void> free, out string error)
    {
        var messages = stackalloc byte[XsltOutcome.ErrorSize];
        fixed (byte* name = SystemText.ZeroTerminated(path))
        {
            var file = read(name, messages, XsltOutcome.ErrorSize);
            error = SystemText.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(messages)).Trim();
            return file == 0 ? null : new XsltFile(file, free);
        }
    }
}
