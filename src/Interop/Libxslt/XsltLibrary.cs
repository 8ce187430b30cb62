using System.Runtime.InteropServices;

namespace Engine.Interop.Libxslt;

/// <summary>Native/engine_xslt.c, a library over libxslt (https://gnome.pages.gitlab.gnome.org/libxslt/devhelp/) and libxml2.</summary>
internal sealed unsafe class XsltLibrary
{
    public const string FileName = "libengine_xslt.so";

    private static XsltLibrary? loaded;

    private XsltLibrary(nint handle)
    {
        nint Find(string name) => NativeLibrary.GetExport(handle, "engine_xslt_" + name);
        ReadSheet = (delegate* unmanaged<byte*, byte*, int, nint>)Find("read_sheet");
        FreeSheet = (delegate* unmanaged<nint, void>)Find("free_sheet");
        ReadDtd = (delegate* unmanaged<byte*, byte*, int, nint>)Find("read_dtd");
        FreeDtd = (delegate* unmanaged<nint, void>)Find("free_dtd");
        Transform = (delegate* unmanaged<XsltWork*, XsltOutcome*, byte*>)Find("transform");
        FreeText = (delegate* unmanaged<void*, void>)Find("free_text");
    }

    public delegate* unmanaged<byte*, byte*, int, nint> ReadSheet { get; }

    public delegate* unmanaged<nint, void> FreeSheet { get; }

    public delegate* unmanaged<byte*, byte*, int, nint> ReadDtd { get; }

    public delegate* unmanaged<nint, void> FreeDtd { get; }

    public delegate* unmanaged<XsltWork*, XsltOutcome*, byte*> Transform { get; }

    public delegate* unmanaged<void*, void> FreeText { get; }

    /// <summary>Null with the reason when the library, or one of those below it, is not there.</summary>
    public static XsltLibrary? TryLoad(out string error) => NativePart.TryLoad(ref loaded, FileName, static handle => new XsltLibrary(handle), out error);
}

/// <summary><c>parameter</c></summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct XsltNativeParameter
{
    public byte* Name;
    public byte* Value;
    public int IsText;
}

/// <summary><c>stage</c></summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct XsltNativeStage
{
    public nint Sheet;
    public XsltNativeParameter* Parameters;
    public int ParameterCount;
}

/// <summary><c>work</c></summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct XsltWork
{
    public byte* Bytes;
    public int Length;
    public int LoadsEntities;
    public nint Dtd;
    public XsltNativeStage* Stages;
    public int StageCount;
}

/// <summary><c>outcome</c></summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct XsltOutcome
{
    public const int MediaTypeSize = 128;
    public const int EncodingSize = 64;
    public const int ErrorSize = 1024;

    public byte* Text;
    public int Length;
    public fixed byte MediaType[MediaTypeSize];
    public fixed byte Encoding[EncodingSize];
    public fixed byte Error[ErrorSize];
}
