using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Interop.OpenSsl;

/// <summary>The errors that OpenSSL queues per thread (ERR_get_error(3)).</summary>
public static unsafe partial class OpenSslError
{
    internal const string Crypto = "libcrypto.so.3";

    private const int ERR_TXT_STRING = 2;
    private const int TextSize = 256;

    /// <summary>Forgets what earlier calls have left.</summary>
    public static void Clear() => ERR_clear_error();

    /// <summary>The first of the queued errors as nginx words it, the queue emptied: "(SSL: error:0A000086:SSL routines::certificate verify failed)".</summary>
    public static string Take()
    {
        var text = new StringBuilder("(SSL:");
        byte* data;
        int flags;
        var code = ERR_get_error_all(null, null, null, &data, &flags);
        if (code == 0)
            return "";
        var buffer = stackalloc byte[TextSize];
        while (code != 0)
        {
            ERR_error_string_n(code, buffer, TextSize);
            text.Append(' ').Append(Marshal.PtrToStringUTF8((nint)buffer));
            if (data != null && *data != 0 && (flags & ERR_TXT_STRING) != 0)
                text.Append(':').Append(Marshal.PtrToStringUTF8((nint)data));
            code = ERR_get_error_all(null, null, null, &data, &flags);
        }

        return text.Append(')').ToString();
    }

    /// <summary>What is wrong with a certificate chain, by the number of the verification (X509_verify_cert_error_string(3)).</summary>
    public static string OfVerification(long code) => Marshal.PtrToStringUTF8((nint)X509_verify_cert_error_string((nint)code)) ?? "";

    [LibraryImport(Crypto)]
    private static partial void ERR_clear_error();

    [LibraryImport(Crypto)]
    private static partial nuint ERR_get_error_all(byte** file, int* line, byte** function, byte** data, int* flags);

    [LibraryImport(Crypto)]
    private static partial void ERR_error_string_n(nuint code, byte* buffer, nuint length);

    [LibraryImport(Crypto)]
    private static partial byte* X509_verify_cert_error_string(nint code);
}
