using Engine.Core.Buffers;

namespace Engine.Core.Net.Resolver;

/// <summary>hosts(5): an address, and the names that it has, on each line. Read once, when the configuration is loaded.</summary>
public sealed class HostsFile
{
    public const string DefaultPath = "/etc/hosts";

    private readonly Dictionary<ByteString, ResolverAnswer> answers = new(ByteStringComparer.Instance);

    /// <summary>Names without an address of a family that is wanted are not found.</summary>
    public HostsFile(string text, bool usesIPv4 = true, bool usesIPv6 = true)
    {
        var known = new Dictionary<ByteString, List<NumericAddress>>(ByteStringComparer.Instance);
        foreach (var line in text.Split('\n'))
        {
            var comment = line.IndexOf('#', StringComparison.Ordinal);
            var words = (comment < 0 ? line : line[..comment]).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !NumericAddress.TryParse(ByteString.From(words[0]).Span, out var address) || !(address.IsIPv6 ? usesIPv6 : usesIPv4))
                continue;
            foreach (var word in words.Skip(1))
                Add(known, LowerCase.From(word), address);
        }

        foreach (var (name, addresses) in known)
            answers.Add(name, new ResolverAnswer([.. addresses.OrderBy(static address => address.IsIPv6)]) { ExpiresMs = long.MaxValue });
    }

    /// <summary>A file that can't be read has no names.</summary>
    public static HostsFile Read(string path, bool usesIPv4 = true, bool usesIPv6 = true)
    {
        try
        {
            return new HostsFile(File.ReadAllText(path), usesIPv4, usesIPv6);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new HostsFile("");
        }
    }

    internal ResolverAnswer? Find(ReadOnlySpan<byte> name) =>
        answers.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var answer) ? answer : null;

    private static void Add(Dictionary<ByteString, List<NumericAddress>> known, ByteString name, NumericAddress address)
    {
        if (!known.TryGetValue(name, out var addresses))
            known.Add(name, addresses = []);
        if (!addresses.Contains(address))
            addresses.Add(address);
    }
}
