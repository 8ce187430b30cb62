namespace Engine.Core.Log;

/// <summary>Keeps lines of the error log for somebody else than its files. Called on any thread.</summary>
public interface IErrorLogCapture
{
    /// <param name="line">As it is in the file, without the newline.</param>
    void Take(LogLevel level, ReadOnlySpan<byte> line);
}
