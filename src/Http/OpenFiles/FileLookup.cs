using Engine.Core.Net;
using Engine.Interop.Libc;

namespace Engine.Http.OpenFiles;

/// <summary>What looking up a path found: an open file, the status of a directory (or of a file that was only to be tested), or an errno.</summary>
public readonly struct FileLookup
{
    private FileLookup(OpenFile? file, in FileStatus status, int errno, string failedCall)
    {
        File = file;
        Status = status;
        Errno = errno;
        FailedCall = failedCall;
    }

    /// <summary>Open for reading; who looked it up releases it. Null for anything but a file that was to be opened.</summary>
    public OpenFile? File { get; }

    public FileStatus Status { get; }

    /// <summary>0 when the path is there.</summary>
    public int Errno { get; }

    /// <summary>The call that failed, as nginx's log lines name it: "open()", "stat()", …</summary>
    public string FailedCall { get; }

    public bool IsFound => Errno == 0;

    internal static FileLookup Opened(OpenFile file) => new(file, file.Status, 0, "");

    internal static FileLookup Found(in FileStatus status) => new(null, status, 0, "");

    /// <param name="result">-errno, as the call returned it.</param>
    internal static FileLookup Failed(int result, string call) => new(null, default, -result, call);
}
