namespace Engine.Host.Server;

/// <summary>The environment of workers: only what <c>env</c> names, and TZ.</summary>
internal static class WorkerEnvironment
{
    /// <param name="directives">"NAME" keeps a variable, "NAME=value" sets one.</param>
    /// <param name="original">"NAME=value" each.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> directives, IReadOnlyList<string> original)
    {
        var result = new List<string>();
        foreach (var directive in directives)
        {
            if (directive.Contains('='))
                Set(result, directive);
            else if (Find(original, directive) is { } kept)
                Set(result, kept);
        }

        if (Find(result, "TZ") is null && !directives.Contains("TZ") && Find(original, "TZ") is { } zone)
            result.Add(zone);
        return result;
    }

    private static void Set(List<string> entries, string entry)
    {
        var name = entry[..(entry.IndexOf('=', StringComparison.Ordinal) + 1)];
        entries.RemoveAll(known => known.StartsWith(name, StringComparison.Ordinal));
        entries.Add(entry);
    }

    private static string? Find(IReadOnlyList<string> entries, string name) =>
        entries.FirstOrDefault(entry => entry.Length > name.Length && entry[name.Length] == '=' && entry.StartsWith(name, StringComparison.Ordinal));
}
