namespace Engine.Core.Log;

/// <summary>Where log lines go. Shared by every worker and by every directive that names the same place.</summary>
public abstract class LogDestination
{
    public virtual bool IsStderr => false;

    /// <summary>As it was written in the configuration, a file's path resolved.</summary>
    public abstract string Name { get; }

    /// <summary>Writes one whole line of the error log at once.</summary>
    public abstract void Write(LogLevel level, ReadOnlySpan<byte> line);

    /// <summary>Takes one whole line of an access log; it may be written a moment later, by another thread.</summary>
    public abstract void Append(ReadOnlySpan<byte> line);
}
