using System.Globalization;
using Engine.Testing;

namespace Engine.Bench.Load;

/// <summary>The command line: names, and options that each take one value.</summary>
internal sealed class Options
{
    /// <summary>Scenarios, measures or robustness runs; all when none is named.</summary>
    public List<string> Names { get; } = [];

    public string Engine { get; private set; } = SourceTree.PathOf("out", "sbin", "engine");

    public string Nginx { get; private set; } = "/usr/sbin/nginx";

    /// <summary>Of each measured run.</summary>
    public int Seconds { get; private set; } = 5;

    /// <summary>How often the two servers alternate.</summary>
    public int Rounds { get; private set; } = 5;

    /// <summary>In place of the numbers of connections that a scenario asks for.</summary>
    public int? Connections { get; private set; }

    /// <summary>That a robustness run sends at least.</summary>
    public long Requests { get; private set; } = 1_000_000;

    /// <summary>Of the robustness run "mixed".</summary>
    public int Minutes { get; private set; } = 10;

    public int ServerCore { get; private set; }

    public int ClientCore { get; private set; } = 1;

    public bool List { get; private set; }

    /// <summary>Not the comparison, but the runs in which a server is disturbed.</summary>
    public bool Robustness { get; private set; }

    public bool Chose(string name) => Names.Count == 0 || Names.Contains(name);

    public static Options Parse(ReadOnlySpan<string> arguments)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--list")
                options.List = true;
            else if (i == 0 && arguments[i] == "robustness")
                options.Robustness = true;
            else if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
                options.Names.Add(arguments[i]);
            else if (i + 1 == arguments.Length)
                throw new UsageException($"{arguments[i]} takes a value");
            else
                options.Set(arguments[i], arguments[++i]);
        }

        return options;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--scenario": Names.Add(value); break;
            case "--engine": Engine = value; break;
            case "--nginx": Nginx = value; break;
            case "--seconds": Seconds = Number(name, value); break;
            case "--rounds": Rounds = Number(name, value); break;
            case "--connections": Connections = Number(name, value); break;
            case "--requests": Requests = Number(name, value); break;
            case "--minutes": Minutes = Number(name, value); break;
            case "--server-core": ServerCore = Number(name, value, least: 0); break;
            case "--client-core": ClientCore = Number(name, value, least: 0); break;
            default: throw new UsageException($"unknown option {name}");
        }
    }

    private static int Number(string name, string value, int least = 1) =>
        int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new UsageException($"{name} takes a number from {least}, not \"{value}\"");
}

/// <summary>What the command line asks for cannot be done; the message says why.</summary>
internal sealed class UsageException(string message) : Exception(message);
