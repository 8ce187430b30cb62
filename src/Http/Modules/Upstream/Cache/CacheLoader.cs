using System.Diagnostics;
using System.Globalization;

namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>Enters the files that an earlier run left in a cache's directory into its index, a few at a time.</summary>
internal sealed class CacheLoader(CachePath path) : IDisposable
{
    private const int KeyDigits = 32;

    /// <summary>A response that was being written when a process died is behind its key's name: a dot and so many digits.</summary>
    private const int TemporaryDigits = 10;

    /// <summary>Nobody has written to a file for so long: it does not belong to the other process of a binary upgrade either.</summary>
    private const int AbandonedSeconds = 3600;

    private IEnumerator<string>? files;

    public bool IsDone { get; private set; }

    /// <summary>Goes on for one turn of <c>loader_files</c> and <c>loader_threshold</c>.</summary>
    /// <param name="start">When the turn began, a timestamp of <see cref="Stopwatch"/>.</param>
    public void Load(long start, long nowSeconds)
    {
        files ??= Directory.EnumerateFiles(path.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, MaxRecursionDepth = 3 }).GetEnumerator();
        for (var count = 0; count < path.Loader.Files; count++)
        {
            if (!files.MoveNext())
            {
                IsDone = true;
                return;
            }

            IsDone = !Add(files.Current, nowSeconds);
            if (IsDone || Stopwatch.GetElapsedTime(start).TotalMilliseconds >= path.Loader.ThresholdMs)
                return;
        }
    }

    public void Dispose() => files?.Dispose();

    /// <summary>False when the zone is full: what is older stays on disk and is found when it is asked for.</summary>
    private bool Add(string name, long nowSeconds)
    {
        var digits = Path.GetFileName(name.AsSpan());
        if (IsTemporary(digits) && nowSeconds - new DateTimeOffset(File.GetLastWriteTimeUtc(name)).ToUnixTimeSeconds() > AbandonedSeconds)
            File.Delete(name);
        if (digits.Length != KeyDigits || !UInt128.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key) || path.NameOf(key) != name)
            return true;
        return path.Index.Add(key, CachePath.BlocksOf(new FileInfo(name).Length), nowSeconds + path.InactiveSeconds);
    }

    private static bool IsTemporary(ReadOnlySpan<char> name) =>
        name.Length == KeyDigits + 1 + TemporaryDigits && name[KeyDigits] == '.' && !name[(KeyDigits + 1)..].ContainsAnyExceptInRange('0', '9');
}
