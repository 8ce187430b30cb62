using System.Text;
using System.Text.RegularExpressions;
using Engine.Core.Log;

namespace Engine.LuaBridge.Tests;

/// <summary>An error log that a test reads.</summary>
internal sealed partial class MemoryLog : LogDestination
{
    private readonly StringBuilder text = new();

    public override string Name => "memory";

    public string Text => text.ToString();

    /// <summary>What follows time, process and thread: <c>[error] message</c>.</summary>
    public IReadOnlyList<string> Lines => [.. LineStart().Split(Text).Skip(1).Select(static line => line.TrimEnd('\n'))];

    public ErrorLog Log(LogLevel level = LogLevel.Info) => new(new ErrorLogTarget(this, level));

    public override void Write(LogLevel level, ReadOnlySpan<byte> line)
    {
        var message = Encoding.UTF8.GetString(line);
        text.Append(Level().Replace(message, "$1[$2] ", 1));
    }

    public override void Append(ReadOnlySpan<byte> line) => text.Append(Encoding.UTF8.GetString(line));

    [GeneratedRegex(@"(?m)^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d ")]
    private static partial Regex LineStart();

    [GeneratedRegex(@"^(\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )\[(\w*)\] \d+#\d+: ")]
    private static partial Regex Level();
}
