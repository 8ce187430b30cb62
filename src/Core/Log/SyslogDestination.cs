using System.Text;
using Engine.Core.Net;
using Engine.Interop.Libc;

namespace Engine.Core.Log;

/// <summary>
/// A syslog server (RFC 3164 format, over UDP or a unix-domain datagram socket). Datagrams are sent at once and never waited for.
/// </summary>
public sealed class SyslogDestination : LogDestination
{
    private const int DefaultPort = 514;
    private const int ComplainEverySeconds = 60;
    private const string TagError = "syslog \"tag\" only allows alphanumeric characters and underscore";

    private static readonly string[] Facilities =
    [
        "kern", "user", "mail", "daemon", "auth", "intern", "lpr", "news", "uucp", "clock", "authpriv", "ftp",
        "ntp", "audit", "alert", "cron", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
    ];

    private static readonly string[] Severities = ["emerg", "alert", "crit", "error", "warn", "notice", "info", "debug"];

    [ThreadStatic]
    private static byte[]? datagram;

    private readonly string parameters;
    private SocketAddress? server;
    private int facility = -1;
    private int severity = -1;
    private bool withHostname = true;
    private byte[]? tag;
    private byte[] hostname = [];
    private int fd = -1;
    private int isBroken;
    private bool isClosed;
    private long lastComplaint;

    private SyslogDestination(string parameters) => this.parameters = parameters;

    public override string Name => "syslog:" + parameters;

    /// <summary>The socket; -1 while there is none.</summary>
    internal int Fd => fd;

    /// <summary>Reads what follows <c>syslog:</c>.</summary>
    /// <exception cref="FormatException">In nginx's words.</exception>
    public static SyslogDestination Parse(string parameters)
    {
        var syslog = new SyslogDestination(parameters);
        foreach (var parameter in parameters.Split(','))
            syslog.Apply(parameter);
        if (syslog.server is null)
            throw new FormatException("no syslog server specified");
        if (syslog.facility < 0)
            syslog.facility = Array.IndexOf(Facilities, "local7");
        if (syslog.severity < 0)
            syslog.severity = Array.IndexOf(Severities, "info");
        syslog.tag ??= "nginx"u8.ToArray();
        syslog.hostname = Encoding.UTF8.GetBytes(Environment.MachineName);
        return syslog;
    }

    public override void Write(LogLevel level, ReadOnlySpan<byte> line) =>
        Send(Math.Max(0, (int)level - 1), line[^1] == '\n' ? line[..^1] : line);

    public override void Append(ReadOnlySpan<byte> line) => Send(severity, line[^1] == '\n' ? line[..^1] : line);

    /// <summary>Nobody logs here any more.</summary>
    internal void Close()
    {
        isClosed = true;
        if (fd >= 0)
            Sockets.Close(fd);
        fd = -1;
    }

    private void Apply(string parameter)
    {
        var equals = parameter.IndexOf('=');
        var (name, value) = equals < 0 ? (parameter, "") : (parameter[..equals], parameter[(equals + 1)..]);
        switch (name)
        {
            case "server" when equals > 0:
                SetServer(value);
                break;
            case "facility" when equals > 0:
                facility = Select(facility, Facilities, name, value);
                break;
            case "severity" when equals > 0:
                severity = Select(severity, Severities, name, value);
                break;
            case "tag" when equals > 0:
                SetTag(value);
                break;
            case "nohostname" when equals < 0:
                withHostname = false;
                break;
            default:
                throw new FormatException($"unknown syslog parameter \"{parameter}\"");
        }
    }

    private void SetServer(string value)
    {
        if (server is not null)
            throw new FormatException("duplicate syslog \"server\"");
        try
        {
            server = SocketAddress.Parse(value, DefaultPort);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"{exception.Message} in syslog server \"{value}\"");
        }
    }

    private static int Select(int present, string[] words, string name, string value)
    {
        if (present >= 0)
            throw new FormatException($"duplicate syslog \"{name}\"");
        var index = Array.IndexOf(words, value);
        return index >= 0 ? index : throw new FormatException($"unknown syslog {name} \"{value}\"");
    }

    private void SetTag(string value)
    {
        if (tag is not null)
            throw new FormatException("duplicate syslog \"tag\"");
        const int maxTag = 32;
        if (value.Length > maxTag)
            throw new FormatException("syslog tag length exceeds 32");
        if (value.Any(static c => !char.IsAsciiLetterOrDigit(c) && c != '_'))
            throw new FormatException(TagError);
        tag = Encoding.ASCII.GetBytes(value);
    }

    private void Send(int atSeverity, ReadOnlySpan<byte> message)
    {
        const int headerRoom = 384;
        datagram ??= new byte[LogLineBuilder.MaxLine * 2 + headerRoom];
        var writer = new Buffers.SpanWriter(datagram);
        writer.Write((byte)'<');
        const int severitiesPerFacility = 8;
        writer.Write(facility * severitiesPerFacility + atSeverity);
        writer.Write((byte)'>');
        writer.Write(LogTime.Now.Syslog);
        writer.Write((byte)' ');
        if (withHostname)
        {
            writer.Write(hostname);
            writer.Write((byte)' ');
        }

        writer.Write(tag);
        writer.Write(": "u8);
        writer.Write(message[..Math.Min(message.Length, writer.Remaining.Length)]);
        Transmit(datagram.AsSpan(0, writer.Written));
    }

    /// <summary>A server that is away costs its lines; the next one tries again with a new socket.</summary>
    private void Transmit(ReadOnlySpan<byte> bytes)
    {
        if (isClosed)
            return;
        var socket = Volatile.Read(ref fd);
        if (socket < 0 || Interlocked.Exchange(ref isBroken, 0) != 0)
            socket = Connect();
        if (socket < 0)
            return;
        var sent = Sockets.Send(socket, bytes);
        if (sent >= 0 || sent == -Errno.EAGAIN)
            return;
        Complain("send() failed", -sent);
        Volatile.Write(ref isBroken, 1);
    }

    /// <summary>
    /// A new socket takes the number of the one before: other threads may be about to send on that, and a number that was free meanwhile could
    /// be a client's connection by then.
    /// </summary>
    private int Connect()
    {
        var socket = Sockets.Open(server!.Family, Sockets.SOCK_DGRAM);
        var result = socket < 0 ? socket : Sockets.Connect(socket, server.Bytes);
        if (result < 0)
        {
            Complain("connect() failed", -result);
            Volatile.Write(ref isBroken, 1);
            if (socket >= 0)
                Sockets.Close(socket);
            return -1;
        }

        var present = Interlocked.CompareExchange(ref fd, socket, -1);
        if (present < 0)
            return socket;
        Files.DuplicateOver(socket, present);
        Sockets.Close(socket);
        return present;
    }

    private void Complain(string call, int errno)
    {
        var now = LocalTime.UnixSeconds;
        if (now - Interlocked.Exchange(ref lastComplaint, now) < ComplainEverySeconds)
            return;
        if (LogFiles.ProblemLog is { } log && !log.Targets.Any(target => target.Destination == this))
            log.Write(LogLevel.Error, $"{call} while logging to syslog, server: {server!}", errno);
    }
}
