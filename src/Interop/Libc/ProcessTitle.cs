using System.Globalization;

namespace Engine.Interop.Libc;

/// <summary>What ps(1) shows as the command line.</summary>
public static unsafe class ProcessTitle
{
    private const int ArgStartField = 48;
    private const int ArgEndField = 49;
    private const int EnvEndField = 51;

    /// <summary>
    /// Writes the title over the memory of the arguments and of the environment behind them, as setproctitle(3) does. The caller has
    /// read its arguments and replaced the environment (<see cref="ProcessEnvironment.Replace"/>) before.
    /// </summary>
    public static void Set(string title)
    {
        if (!TryFindArguments(out var start, out var length))
            return;
        var area = new Span<byte>((void*)start, length);
        area.Clear();
        var bytes = SystemText.Encode(title);
        bytes.AsSpan(0, Math.Min(bytes.Length, length - 1)).CopyTo(area);
    }

    private static bool TryFindArguments(out nint start, out int length)
    {
        start = 0;
        length = 0;
        Span<byte> buffer = stackalloc byte[1024];
        var fd = Files.Open("/proc/self/stat"u8, Files.O_RDONLY);
        if (fd < 0)
            return false;
        var read = Files.Read(fd, buffer);
        Files.Close(fd);
        // The second field, the name in parentheses, may contain anything.
        var text = read <= 0 ? "" : System.Text.Encoding.Latin1.GetString(buffer[..read]);
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        const int fieldsBefore = 3;
        if (fields.Length <= EnvEndField - fieldsBefore)
            return false;
        var argStart = Field(ArgStartField);
        var end = Math.Max(Field(ArgEndField), Field(EnvEndField));
        if (argStart == 0 || end <= argStart)
            return false;
        start = (nint)argStart;
        length = (int)(end - argStart);
        return true;

        ulong Field(int number) => ulong.Parse(fields[number - fieldsBefore], CultureInfo.InvariantCulture);
    }
}
