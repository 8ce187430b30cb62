using System.Runtime.InteropServices;

namespace Engine.Interop;

/// <summary>Libraries of our own beside the server, which few configurations need: they are loaded when one does.</summary>
internal static class NativePart
{
    public static bool IsThere(string fileName) => File.Exists(PathOf(fileName));

    /// <summary>Null with the reason when the library, or one that it needs, is not there.</summary>
    /// <param name="loaded">Where it stays once it is loaded.</param>
    /// <param name="bind">Finds the functions of a library by its handle.</param>
    public static T? TryLoad<T>(ref T? loaded, string fileName, Func<nint, T> bind, out string error)
        where T : class
    {
        error = "";
        if (Volatile.Read(ref loaded) is { } library)
            return library;
        try
        {
            library = bind(NativeLibrary.Load(PathOf(fileName)));
            Volatile.Write(ref loaded, library);
            return library;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            // The loader's own words come last, behind advice for programmers.
            error = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            return null;
        }
    }

    private static string PathOf(string fileName) => Path.Combine(AppContext.BaseDirectory, fileName);
}
