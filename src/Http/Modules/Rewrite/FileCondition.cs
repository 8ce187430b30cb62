using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.OpenFiles;
using Engine.Http.Requests;
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
        var file = FilePath.Of(request.Arena, path.Span);
        if (file.IsImpossible)
            return false;
        var lookup = RequestFiles.Test(request, file);
        if (!lookup.IsFound)
        {
            if (lookup.Errno is not (Errno.ENOENT or Errno.ENOTDIR or Errno.ENAMETOOLONG))
                request.Log.Write(LogLevel.Crit, request, $"{lookup.FailedCall} \"{path}\" failed", lookup.Errno);
            return false;
        }

        var status = lookup.Status;
        return test switch
        {
            'f' => status.IsRegular,
            'd' => status.IsDirectory,
            'x' => (status.Mode & AnyExecute) != 0,
            _ => true,
        };
    }
}
