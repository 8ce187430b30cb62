using System.Buffers;
using System.IO.Pipelines;
using Engine.Core.Log;
using Engine.Interop.Libc;
using Engine.Mail.Protocols;

namespace Engine.Mail.Sessions;

/// <summary>Greeting a client, and its commands before its login.</summary>
public sealed partial class MailSession
{
    /// <summary>A client that sends many commands at once gets the answers to some before the others are read.</summary>
    private const int MaxPendingAnswers = 16 * 1024;

    private int errors;
    private bool authIsRepeated;

    private enum Step
    {
        /// <summary>There is no whole command.</summary>
        NeedMore,

        /// <summary>There are enough answers to send.</summary>
        Flush,
        Authenticate,

        /// <summary>The answers are sent, and the session ends.</summary>
        Quit,

        /// <summary>The client has sent everything, and hears the answers to it.</summary>
        Gone,

        /// <summary>Nobody is there to be answered.</summary>
        Lost,
    }

    private async ValueTask<State> Greet()
    {
        errors = 0;
        authIsRepeated = false;
        if (Protocol.GreetingDelayMs(Server) is > 0 and var delayMs && !await IsSilent(delayMs))
            return State.Closed;
        Dialogue.WriteGreeting(this, Connection.Output);
        return State.Commands;
    }

    /// <summary>A client that talks before it is greeted is no mail client (<c>smtp_greeting_delay</c>).</summary>
    private async ValueTask<bool> IsSilent(long delayMs)
    {
        LogAction = "in delay pipelining state";
        deadline.Start(delayMs);
        var read = await Input.ReadAsync();
        deadline.Disarm();
        if (read.IsCanceled || read.Buffer.IsEmpty)
        {
            Input.AdvanceTo(read.Buffer.Start);
            return deadline.HasExpired;
        }

        Log.Write(LogLevel.Info, this, $"client was rejected before greeting: \"{read.Buffer.FirstSpan.TrimEnd("\r\n"u8)}\"");
        Input.AdvanceTo(read.Buffer.End);
        Connection.Output.Write("503 5.5.0 Improper use of SMTP command pipelining\r\n"u8);
        await Flush();
        return false;
    }

    /// <summary>All of it, from the greeting or the last login that failed on, has to happen within <c>timeout</c>.</summary>
    private async ValueTask<State> ReadCommands()
    {
        deadline.Start(TimeoutMs);
        Dialogue.Parser.Begin(Dialogue.IsContinued);
        var step = Step.NeedMore;
        while (step != Step.Lost && await Flush() && step is not Step.Quit and not Step.Gone)
        {
            if (step == Step.Authenticate)
                return State.Authentication;
            if (!Input.TryRead(out var read))
                read = await Input.ReadAsync();
            step = Take(read);
        }

        return State.Closed;
    }

    /// <summary>Obeys the commands that are there.</summary>
    private Step Take(ReadResult read)
    {
        if (read.IsCanceled || read.Buffer.IsEmpty)
        {
            Input.AdvanceTo(read.Buffer.Start);
            if (!read.IsCanceled && !read.IsCompleted)
                return Step.NeedMore;
            if (deadline.HasExpired)
                LogTimeout();
            return Step.Lost;
        }

        var bytes = read.Buffer.FirstSpan;
        var consumed = 0;
        var step = Step.NeedMore;
        while (step == Step.NeedMore && consumed < bytes.Length)
        {
            if (!TryTakeCommand(bytes[consumed..], out var length, out step))
                break;
            consumed += length;
        }

        Input.AdvanceTo(read.Buffer.GetPosition(consumed), step == Step.NeedMore ? read.Buffer.End : read.Buffer.GetPosition(consumed));
        // Of what is not whole the rest will never come.
        return step == Step.NeedMore && read.IsCompleted ? Step.Gone : step;
    }

    /// <summary>False when the command is not whole.</summary>
    private bool TryTakeCommand(ReadOnlySpan<byte> bytes, out int length, out Step step)
    {
        var outcome = Dialogue.Parser.Advance(bytes);
        while (outcome == ParseOutcome.Prompt)
        {
            Dialogue.WritePrompt(Connection.Output);
            outcome = Dialogue.Parser.Advance(bytes);
        }

        length = Dialogue.Parser.Position;
        if (outcome == ParseOutcome.NeedMore)
        {
            var isTooLong = bytes.Length >= Protocol.CommandLimit(Server);
            step = isTooLong ? RefuseTooLong(bytes) : Step.NeedMore;
            return isTooLong;
        }

        step = outcome == ParseOutcome.Invalid ? CountError(bytes) : Execute(bytes[..length]);
        Dialogue.Parser.Begin(Dialogue.IsContinued);
        return true;
    }

    private Step Execute(ReadOnlySpan<byte> command)
    {
        var result = Dialogue.Execute(this, command, Connection.Output);
        if (result == CommandResult.Invalid)
            Dialogue.WriteInvalid(command, Connection.Output);
        return result switch
        {
            CommandResult.Authenticate => Step.Authenticate,
            CommandResult.Quit => Step.Quit,
            _ => Connection.Output.UnflushedBytes < MaxPendingAnswers ? Step.NeedMore : Step.Flush,
        };
    }

    /// <summary>What is no command at all counts for <c>max_errors</c>.</summary>
    private Step CountError(ReadOnlySpan<byte> bytes)
    {
        Dialogue.WriteInvalid(bytes, Connection.Output);
        if (++errors >= Server.Core.MaxErrors.Value)
        {
            Log.Write(LogLevel.Info, this, $"client sent too many invalid commands");
            return Step.Quit;
        }

        return Dialogue.LosesTrack ? Step.Quit : Step.NeedMore;
    }

    private Step RefuseTooLong(ReadOnlySpan<byte> bytes)
    {
        Log.Write(LogLevel.Info, this, $"client sent too long command \"{bytes}\"");
        Dialogue.WriteInvalid(bytes, Connection.Output);
        return Step.Quit;
    }

    private void LogTimeout() => Log.Write(LogLevel.Info, this, $"client timed out", Errno.ETIMEDOUT);
}
