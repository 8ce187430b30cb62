using Engine.Bench.Load;
using Engine.Bench.Load.Measures;
using Engine.Bench.Load.Servers;

try
{
    var options = Options.Parse(args);
    return options.List ? List() : Measure(options);
}
catch (UsageException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}

static int List()
{
    foreach (var scenario in Scenario.All())
        Console.WriteLine($"{scenario.Name,-12} {scenario.Title}");
    Console.WriteLine($"{IdleMeasure.Name,-12} Memory of idle keep-alive connections, and of a server that has nothing to do.");
    Console.WriteLine($"{StartMeasure.Name,-12} Time from the start of the process to its first answer.");
    return 0;
}

static int Measure(Options options)
{
    var known = Scenario.All().Select(scenario => scenario.Name).Append(IdleMeasure.Name).Append(StartMeasure.Name);
    if (options.Names.Except(known).ToArray() is [var unknown, ..])
        throw new UsageException($"unknown scenario \"{unknown}\"; --list shows them");

    var failed = 0;
    LoadReport.PrintHead();
    foreach (var scenario in Scenario.All().Where(scenario => options.Chose(scenario.Name)))
        failed += Try(scenario.Name, () => new LoadMeasure(options, scenario).Run());
    if (options.Chose(IdleMeasure.Name))
        failed += Try(IdleMeasure.Name, () => IdleMeasure.Run(options));
    if (options.Chose(StartMeasure.Name))
        failed += Try(StartMeasure.Name, () => StartMeasure.Run(options));
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
