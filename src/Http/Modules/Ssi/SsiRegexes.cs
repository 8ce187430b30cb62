using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Text;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Ssi;

/// <summary>The regular expressions of pages, compiled once per worker; they come with content, so their number and their work are limited.</summary>
internal sealed class SsiRegexes
{
    private const int MaxCount = 512;

    private const int MatchLimit = 1_000_000;

    private readonly Dictionary<ByteString, Regex> compiled = new(ByteStringComparer.Instance);

    /// <summary>Null, and logged, when the pattern is none.</summary>
    public static Regex? Find(HttpRequest request, ByteString pattern)
    {
        var known = request.Worker.Worker.State(static _ => new SsiRegexes()).compiled;
        if (known.TryGetValue(pattern, out var regex))
            return regex;
        var copy = ByteString.Copy(pattern.Span);
        if (!Regex.TryCompile(copy, RegexFlags.None, out regex, out var error, out _))
        {
            request.Log.Write(LogLevel.Error, request, $"{error}");
            return null;
        }

        if (known.Count == MaxCount)
            known.Clear();
        regex!.MatchLimit = MatchLimit;
        known.Add(copy, regex);
        return regex;
    }
}
