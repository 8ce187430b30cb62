using System.Runtime.InteropServices;

namespace Engine.Interop;

/// <summary>Libraries of our own beside the server, which few configurations need: they are loaded when one does.</summary>
internal static class NativePart
{
    public static bool IsThere(string fileName) => File.Exists(PathOf(fileName));

    /// <summary>False with the reason when the library, or one that it needs, is not there.</summary>
    public static bool TryLoad(string fileName, out nint handle, out string error)
    {
        error = "";
        try
        {
            handle = NativeLibrary.Load(PathOf(fileName));
            return true;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            handle = 0;
            // The loader's own words come last, behind advice for programmers.
            error = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            return false;
        }
    }

    private static string PathOf(string fileName) => Path.Combine(AppContext.BaseDirectory, fileName);
}
