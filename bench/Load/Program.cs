using System.Diagnostics;
using Engine.Bench.Load;
using Engine.Bench.Load.Measures;
using Engine.Bench.Load.Robustness;
using Engine.Bench.Load.Servers;

if (args is [ConnectionHolder.Verb, var port, var count])
    return await ConnectionHolder.Run(port, count);

try
{
    var options = Options.Parse(args);
    PinTo(options.ClientCore);
    return options.List ? List() : options.Robustness ? RobustnessRuns.Run(options) : Measure(options);
}
catch (UsageException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}

// The servers have the other core to themselves; what this process starts is pinned on its own.
static void PinTo(int core)
{
    if (!OperatingSystem.IsLinux())
        throw new UsageException("the harness drives wrk and reads /proc: it runs on Linux");
    if (core >= Environment.ProcessorCount)
        throw new UsageException("the harness needs one core for the server and another for the clients");
    using var self = Process.GetCurrentProcess();
    self.ProcessorAffinity = 1 << core;
}

static int List()
{
    foreach (var scenario in Scenario.All())
        Console.WriteLine($"{scenario.Name,-12} {scenario.Title}");
    Console.WriteLine($"{IdleMeasure.Name,-12} Memory of idle keep-alive connections, and of a server that has nothing to do.");
    Console.WriteLine($"{StartMeasure.Name,-12} Time from the start of the process to its first answer.");
    Console.WriteLine($"{LargeConfMeasure.Name,-12} Time to read 10,000 servers, 50,000 locations, 100,000 map entries, and what a look-up costs then.");
    foreach (var (name, title) in RobustnessRuns.Titles)
        Console.WriteLine($"robustness {name,-12} {title}");
    return 0;
}

static int Measure(Options options)
{
    var known = Scenario.All().Select(scenario => scenario.Name).Append(IdleMeasure.Name).Append(StartMeasure.Name).Append(LargeConfMeasure.Name);
    if (options.Names.Except(known).ToArray() is [var unknown, ..])
        throw new UsageException($"unknown scenario \"{unknown}\"; --list shows them");

    var failed = 0;
    var chosen = Scenario.All().Where(scenario => options.Chose(scenario.Name)).ToArray();
    if (chosen.Length > 0)
        LoadReport.PrintHead();
    foreach (var scenario in chosen)
        failed += Try(scenario.Name, () => new LoadMeasure(options, scenario).Run());
    if (options.Chose(IdleMeasure.Name))
        failed += Try(IdleMeasure.Name, () => IdleMeasure.Run(options));
    if (options.Chose(StartMeasure.Name))
        failed += Try(StartMeasure.Name, () => StartMeasure.Run(options));
    if (options.Chose(LargeConfMeasure.Name))
        failed += Try(LargeConfMeasure.Name, () => LargeConfMeasure.Run(options));
    return failed == 0 ? 0 : 1;
}

static int Try(string name, Action measure)
{
    try
    {
        measure();
        return 0;
    }
    catch (Exception problem) when (problem is ServerFailedException or IOException)
    {
        Console.WriteLine($"{name,-12} not measured: {problem.Message}");
        return 1;
    }
}
