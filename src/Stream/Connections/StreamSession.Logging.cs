using Engine.Core.Log;

namespace Engine.Stream.Connections;

/// <summary>What nginx adds to an error log line of a session: client, server, and what the content handler knows.</summary>
public sealed partial class StreamSession
{
    /// <summary>What the session is doing, for log lines (" while …"); null for nothing in particular.</summary>
    public string? LogAction { get; set; }

    /// <summary>Adds to log lines what the content handler knows: upstream, bytes in both directions.</summary>
    public ISessionLogPart? LogPart { get; set; }

    public override long ConnectionNumber => Number;

    public override void AppendTo(ref LogLineBuilder line)
    {
        if (LogAction is { } action)
        {
            line.Append(" while "u8);
            line.AppendLiteral(action);
        }

        line.Append(Protocol == StreamProtocol.Udp ? ", udp client: "u8 : ", client: "u8);
        line.Append(Remote.Text);
        line.Append(", server: "u8);
        line.AppendFormatted(ListenAddress.Address);
        LogPart?.AppendTo(ref line, this);
    }
}

/// <summary>See <see cref="StreamSession.LogPart"/>.</summary>
public interface ISessionLogPart
{
    void AppendTo(ref LogLineBuilder line, StreamSession session);
}
