using System.Text;

namespace Engine.Testing;

/// <summary>A log of the server under test, which another process writes.</summary>
public sealed class LogFile(string path)
{
    public string FilePath { get; } = path;

    /// <summary>What is in the file now; empty when there is no file yet.</summary>
    public string Text
    {
        get
        {
            if (!File.Exists(FilePath))
                return "";
            using var stream = new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return reader.ReadToEnd();
        }
    }

    /// <summary>The complete lines.</summary>
    public string[] Lines
    {
        get
        {
            var text = Text;
            var lastEnd = text.LastIndexOf('\n');
            return lastEnd < 0 ? [] : text[..lastEnd].Split('\n');
        }
    }

    /// <summary>The first complete line that contains <paramref name="part"/>, as soon as it is written.</summary>
    public string WaitForLine(string part) => WaitForLines(part, 1)[0];

    /// <summary>The first <paramref name="count"/> lines that contain <paramref name="part"/>, as soon as they are written.</summary>
    public string[] WaitForLines(string part, int count)
    {
        string[] found = [];
        if (SafetyTimeout.WaitUntil(() => (found = LinesWith(part)).Length >= count))
            return found[..count];
        throw new TimeoutException($"{FilePath} has {found.Length} of {count} lines with \"{part}\":{Environment.NewLine}{Text}");
    }

    public string[] LinesWith(string part) =>
        Array.FindAll(Lines, line => line.Contains(part, StringComparison.Ordinal));
}
