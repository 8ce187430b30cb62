using System.IO.Enumeration;

namespace Engine.Core.Conf;

/// <summary>glob(3) as <c>include</c> uses it: "*", "?" and sets in any component, results sorted, hidden files only by name.</summary>
internal static class Glob
{
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?', '[');

    public static IEnumerable<string> Expand(string pattern)
    {
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> found = ["/"];
        foreach (var part in parts)
            found = found.SelectMany(directory => Step(directory, part)).ToList();
        return found.Order(StringComparer.Ordinal);
    }

    /// <summary>Whether a pattern stands for a path.</summary>
    public static bool IsMatch(string pattern, string path)
    {
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == names.Length && parts.Zip(names).All(static pair => Matches(pair.First, pair.Second));
    }

    private static IEnumerable<string> Step(string directory, string part)
    {
        if (!part.AsSpan().ContainsAny('*', '?', '['))
        {
            var path = Path.Join(directory, part);
            return Path.Exists(path) ? [path] : [];
        }

        return Entries(directory).Where(entry => Matches(part, Path.GetFileName(entry)));
    }

    /// <summary>A directory that can't be read has no entries, as for glob(3).</summary>
    private static string[] Entries(string directory)
    {
        try
        {
            return Directory.GetFileSystemEntries(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool Matches(string pattern, string name)
    {
        if (name.StartsWith('.') && !pattern.StartsWith('.'))
            return false;
        return pattern.Contains('[', StringComparison.Ordinal)
            ? MatchesSet(pattern, name)
            : FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
    }

    private static bool MatchesSet(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern.IsEmpty)
            return name.IsEmpty;
        switch (pattern[0])
        {
            case '*':
                for (var skip = 0; skip <= name.Length; skip++)
                {
                    if (MatchesSet(pattern[1..], name[skip..]))
                        return true;
                }

                return false;
            case '[' when pattern.IndexOf(']') is var close and > 1:
                return !name.IsEmpty && InSet(pattern[1..close], name[0]) && MatchesSet(pattern[(close + 1)..], name[1..]);
            default:
                return !name.IsEmpty && (pattern[0] == '?' || pattern[0] == name[0]) && MatchesSet(pattern[1..], name[1..]);
        }
    }

    private static bool InSet(ReadOnlySpan<char> set, char c)
    {
        var negated = set[0] is '!' or '^';
        if (negated)
            set = set[1..];
        var inside = false;
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                inside |= c >= set[i] && c <= set[i + 2];
                i += 2;
            }
            else
                inside |= c == set[i];
        }

        return inside != negated;
    }
}
