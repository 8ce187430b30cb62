namespace Engine.Host.Resty;

/// <summary>The command line of <c>resty</c>.</summary>
internal sealed class RestyOptions
{
    /// <summary>Options without a value.</summary>
    private static readonly string[] Switches = ["-h", "--help", "-V", "-v", "--resolve-ipv6", "--no-stream", "--dump-nginx-conf"];

    private static readonly string[] WithValue =
    [
        "-c", "-e", "-I", "-l", "-j", "--errlog-level", "--http-conf", "--http-include", "--main-conf", "--main-include", "--nginx",
        "--ns", "--shdict", "--stream-conf",
    ];

    /// <summary>Those that only make sense for nginx itself.</summary>
    private static readonly string[] Refused = ["--valgrind", "--valgrind-opts", "--gdb", "--gdb-opts", "--rr", "--stap", "--stap-opts", "--user-runner", "--load-module"];

    private readonly List<(string Name, string Value)> given = [];

    /// <summary>What is wrong with the command line; null when nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>The script; null with <c>-e</c> alone.</summary>
    public string? File { get; private set; }

    /// <summary>What follows the script.</summary>
    public IReadOnlyList<string> Arguments { get; private set; } = [];

    public static RestyOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new RestyOptions();
        var next = 0;
        while (next < arguments.Count && arguments[next].StartsWith('-') && options.Error is null)
            next = options.Take(arguments, next);
        if (options.Error is not null)
            return options;
        if (next < arguments.Count)
            options.File = arguments[next++];
        options.Arguments = [.. arguments.Skip(next)];
        if (options.File is null && !options.Has("-e") && !options.Has("-h") && !options.Has("--help") && !options.Has("-V") && !options.Has("-v"))
            options.Error = "Neither Lua input file nor -e \"\" option specified.";
        return options;
    }

    public bool Has(string name) => given.Exists(option => option.Name == name);

    /// <summary>The values of an option, in the order they were given.</summary>
    public IEnumerable<string> All(string name) => given.Where(option => option.Name == name).Select(static option => option.Value);

    /// <summary>The last value of an option.</summary>
    public string? Last(string name) => All(name).LastOrDefault();

    /// <summary>Where the next argument is.</summary>
    private int Take(IReadOnlyList<string> arguments, int at)
    {
        var text = arguments[at];
        if (text == "--")
            return at + 1;
        var name = NameOf(text);
        if (Refused.Contains(name))
        {
            Error = $"{name} is not supported: it needs nginx itself.";
        }
        else if (Switches.Contains(text))
        {
            given.Add((text, ""));
        }
        else if (!WithValue.Contains(name))
        {
            Error = $"unknown option {text}.";
        }
        else if (text.Length > name.Length)
        {
            given.Add((name, text[name.Length..].TrimStart('=')));
        }
        else if (at + 1 < arguments.Count)
        {
            given.Add((name, arguments[++at]));
        }
        else
        {
            Error = $"{name} requires an argument.";
        }

        return at + 1;
    }

    /// <summary><c>--name=value</c>, <c>-Ivalue</c>, or the name alone.</summary>
    private static string NameOf(string text)
    {
        if (!text.StartsWith("--", StringComparison.Ordinal))
            return text.Length > 2 ? text[..2] : text;
        var end = text.IndexOf('=', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
