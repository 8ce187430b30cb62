namespace Engine.Bench.Load.Measures;

/// <summary>One measured run of one server.</summary>
internal readonly record struct Sample(double CpuMicroseconds, double RequestsPerSecond, double P99Milliseconds, double ResidentMegabytes);

/// <summary>Both servers, one run after the other.</summary>
internal readonly record struct Round(Sample Engine, Sample Nginx)
{
    public double Ratio(Func<Sample, double> figure) => figure(Engine) / figure(Nginx);
}

internal static class Statistics
{
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
