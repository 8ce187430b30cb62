namespace Engine.Core.Log;

/// <summary>What a log line says of the connection or request it is about.</summary>
public interface ILogContext
{
    /// <summary>The serial of the connection, written as <c>*N</c>; 0 when there is none.</summary>
    long ConnectionNumber { get; }

    /// <summary>Writes what follows the message, from ", client: …" or " while …" on. Not called for debug lines.</summary>
    void AppendTo(ref LogLineBuilder line);
}
