using System.Text.RegularExpressions;

namespace Engine.Mail.Tests;

/// <summary>Mail servers that let everybody in.</summary>
internal static partial class MailServers
{
    public static ScriptedServer Pop3() => new("+OK ready\r\n", static lines => lines[^1].StartsWith("QUIT", StringComparison.Ordinal) ? "+OK bye\r\n<close>" : $"+OK {lines[^1]}\r\n");

    public static ScriptedServer Imap() => new("* OK ready\r\n", static lines =>
    {
        if (Literal().IsMatch(lines[^1]))
            return "+ go on\r\n";
        var isPassword = lines.Count > 1 && Literal().IsMatch(lines[^2]);
        return isPassword ? $"{lines[^3].Split(' ')[0]} OK logged in\r\n" : $"{lines[^1].Split(' ')[0]} OK {lines[^1]}\r\n";
    });

    public static ScriptedServer Smtp() => new("220 ready\r\n", static lines => lines[^1].Split(' ')[0] switch
    {
        "PROXY" => null,
        "EHLO" => "250-hello\r\n250-SIZE\r\n250 HELP\r\n",
        "XCLIENT" => "220 go on\r\n",
        "AUTH" => "235 you are\r\n",
        var command => $"250 {command}\r\n",
    });

    [GeneratedRegex(@"\{\d+\}$")]
    private static partial Regex Literal();
}
