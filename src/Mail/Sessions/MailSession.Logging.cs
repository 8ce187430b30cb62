using Engine.Core.Log;

namespace Engine.Mail.Sessions;

/// <summary>What nginx adds to an error log line of a session.</summary>
public sealed partial class MailSession
{
    /// <summary>What the session is doing, for log lines (" while …"); null for nothing in particular.</summary>
    internal string? LogAction { get; set; }

    long ILogContext.ConnectionNumber => Connection.Number;

    void ILogContext.AppendTo(ref LogLineBuilder line)
    {
        // The line that says who has come.
        if (state == State.Accepted)
            return;
        if (LogAction is { } action)
        {
            line.Append(" while "u8);
            line.AppendLiteral(action);
        }

        line.Append(", client: "u8);
        line.Append(Remote.Text);
        line.Append(", server: "u8);
        line.AppendFormatted(address.Address);
        if (Credentials.Name.IsEmpty)
            return;
        line.Append(", login: \""u8);
        line.AppendEscaped(Credentials.Name.Span);
        line.Append("\""u8);
        if (upstream?.Address is not { } mailServer)
            return;
        line.Append(", upstream: "u8);
        line.AppendFormatted(mailServer);
    }
}
