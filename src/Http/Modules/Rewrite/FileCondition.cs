using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Requests;
using Engine.Http.Scripting;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Rewrite;

/// <summary>"-f", "-d", "-e", "-x" of an <c>if</c>.</summary>
internal static class FileCondition
{
    private const uint AnyExecute = 0x49;

    public static Func<HttpRequest, bool> Compile(char test, bool isNegated, ComplexValue path) =>
        request => Holds(request, test, path.Evaluate(request)) != isNegated;

    private static bool Holds(HttpRequest request, char test, ByteString path)
    {
        if (path.Span.IndexOf((byte)0) >= 0)
            return false;
        var result = Files.Status(request.Arena.Concat(path.Span, "\0"u8).Span, followLink: true, out var status);
        if (result < 0)
        {
            if (result is not (-Errno.ENOENT or -Errno.ENOTDIR or -Errno.ENAMETOOLONG))
                request.Log.Write(LogLevel.Crit, request, $"stat() \"{path}\" failed", -result);
            return false;
        }

        return test switch
        {
            'f' => status.IsRegular,
            'd' => status.IsDirectory,
            'x' => (status.Mode & AnyExecute) != 0,
            _ => true,
        };
    }
}
