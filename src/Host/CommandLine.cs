namespace Engine.Host;

/// <summary>The arguments, as nginx reads them: options of one letter, values attached or following.</summary>
internal sealed class CommandLine
{
    private static readonly string[] Signals = ["stop", "quit", "reopen", "reload"];

    public bool ShowHelp { get; private set; }

    public bool ShowVersion { get; private set; }

    /// <summary><c>-V</c>.</summary>
    public bool ShowConfigure { get; private set; }

    /// <summary><c>-t</c>, and <c>-T</c> too.</summary>
    public bool Test { get; private set; }

    /// <summary><c>-T</c>.</summary>
    public bool Dump { get; private set; }

    public bool Quiet { get; private set; }

    public string? Signal { get; private set; }

    public string? Prefix { get; private set; }

    public string? ConfFile { get; private set; }

    public string? ErrorLog { get; private set; }

    /// <summary><c>-g</c>.</summary>
    public string Directives { get; private set; } = "";

    /// <summary>Reads the arguments; the complaint in nginx's words when they can't be understood.</summary>
    public static CommandLine Parse(string[] arguments, out string? error)
    {
        var result = new CommandLine();
        error = null;
        for (var i = 0; i < arguments.Length && error is null; i++)
        {
            if (arguments[i].StartsWith('-'))
                error = result.ReadOptions(arguments, ref i);
            else
                error = $"invalid option: \"{arguments[i]}\"";
        }

        return result;
    }

    /// <summary>One argument: any number of flags, or flags and at last an option with a value.</summary>
    private string? ReadOptions(string[] arguments, ref int i)
    {
        var word = arguments[i];
        for (var position = 1; position < word.Length; position++)
        {
            var option = word[position];
            if (TryFlag(option))
                continue;
            if (!"pcegs".Contains(option, StringComparison.Ordinal))
                return $"invalid option: \"{option}\"";
            var value = position + 1 < word.Length ? word[(position + 1)..] : ++i < arguments.Length ? arguments[i] : "";
            return SetValue(option, value);
        }

        return null;
    }

    private bool TryFlag(char option)
    {
        switch (option)
        {
            case '?' or 'h':
                ShowVersion = ShowHelp = true;
                return true;
            case 'v':
                ShowVersion = true;
                return true;
            case 'V':
                ShowVersion = ShowConfigure = true;
                return true;
            case 't':
                Test = true;
                return true;
            case 'T':
                Test = Dump = true;
                return true;
            case 'q':
                Quiet = true;
                return true;
            default:
                return false;
        }
    }

    private string? SetValue(char option, string value)
    {
        switch (option)
        {
            case 'p':
                Prefix = value;
                return value.Length > 0 ? null : "option \"-p\" requires directory name";
            case 'c':
                ConfFile = value;
                return value.Length > 0 ? null : "option \"-c\" requires file name";
            case 'e':
                ErrorLog = value;
                return value.Length > 0 ? null : "option \"-e\" requires file name";
            case 'g':
                Directives = value;
                return value.Length > 0 ? null : "option \"-g\" requires parameter";
            default:
                Signal = value;
                if (value.Length == 0)
                    return "option \"-s\" requires parameter";
                return Signals.Contains(value) ? null : $"invalid option: \"-s {value}\"";
        }
    }
}
