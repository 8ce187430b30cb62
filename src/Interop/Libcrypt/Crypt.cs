using System.Runtime.InteropServices;

namespace Engine.Interop.Libcrypt;

/// <summary>Password hashes of the system: crypt(3), https://man7.org/linux/man-pages/man3/crypt.3.html</summary>
public static unsafe class Crypt
{
    /// <summary>sizeof(struct crypt_data) of libxcrypt; glibc's own is larger.</summary>
    private const int DataSize = 256 * 1024;

    private static readonly delegate* unmanaged<byte*, byte*, byte*, byte*> crypt_r = Load();

    /// <summary>The system has libcrypt.</summary>
    public static bool IsAvailable => crypt_r is not null;

    /// <summary>
    /// Hashes a password with the method and salt of <paramref name="setting"/>, an earlier hash. May take long. False when the system does
    /// not know the method.
    /// </summary>
    public static bool TryHash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> setting, out byte[] hash)
    {
        hash = [];
        if (!IsAvailable)
            return false;
        byte[] key = [.. password, 0];
        byte[] salt = [.. setting, 0];
        var data = NativeMemory.AllocZeroed(DataSize);
        try
        {
            fixed (byte* keyBytes = key, saltBytes = salt)
            {
                var result = crypt_r(keyBytes, saltBytes, (byte*)data);
                // libxcrypt says "*0" or "*1" where others give null.
                if (result is null || *result == '*')
                    return false;
                hash = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(result).ToArray();
                return true;
            }
        }
        finally
        {
            NativeMemory.Clear(data, DataSize);
            NativeMemory.Free(data);
        }
    }

    private static delegate* unmanaged<byte*, byte*, byte*, byte*> Load()
    {
        if (!NativeLibrary.TryLoad("libcrypt.so.1", out var library) && !NativeLibrary.TryLoad("libcrypt.so.2", out library))
            return null;
        return NativeLibrary.TryGetExport(library, "crypt_r", out var address) ? (delegate* unmanaged<byte*, byte*, byte*, byte*>)address : null;
    }
}
