using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Http.Conf;
using Engine.Http.Requests;
using Engine.Http.Scripting;

namespace Engine.Http.Listening;

/// <summary>One <c>server_name</c>.</summary>
internal sealed record ServerName(string Text, RequestRegex? Pattern);

/// <summary>The server names of one listen address: exact, "*.suffix", "prefix.*", regular expressions, in that order.</summary>
internal sealed class ServerNames
{
    private readonly Dictionary<ByteString, VirtualServer>.AlternateLookup<ReadOnlySpan<byte>> exact = MakeLookup();
    private readonly Dictionary<ByteString, VirtualServer>.AlternateLookup<ReadOnlySpan<byte>> suffixes = MakeLookup();
    private readonly Dictionary<ByteString, VirtualServer>.AlternateLookup<ReadOnlySpan<byte>> prefixes = MakeLookup();
    private readonly List<(RequestRegex Pattern, VirtualServer Server)> patterns = [];

    /// <summary>Nothing was added: one server without regular expressions answers all, whatever it is called.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Adds the names of a server. <paramref name="conflict"/> hears of names that another server has already.</summary>
    /// <exception cref="ConfException">A name is malformed.</exception>
    public void Add(VirtualServer server, SocketAddress address, Action<string> conflict)
    {
        IsEmpty = false;
        foreach (var name in server.Core.Names)
        {
            if (name.Pattern is not null)
                patterns.Add((name.Pattern, server));
            else
            {
                Check(name.Text, address);
                AddName(name.Text, server, conflict);
            }
        }
    }

    /// <summary>The server for a lower-case host, or null for the default one.</summary>
    public VirtualServer? Find(HttpRequest request, ByteString host)
    {
        var name = host.Span;
        if (exact.TryGetValue(name, out var server))
            return server;
        for (var dot = name.IndexOf((byte)'.'); dot >= 0 && suffixes.Dictionary.Count > 0; dot = NextDot(name, dot))
        {
            if (suffixes.TryGetValue(name[(dot + 1)..], out server))
                return server;
        }

        for (var dot = name.LastIndexOf((byte)'.'); dot > 0 && prefixes.Dictionary.Count > 0; dot = name[..dot].LastIndexOf((byte)'.'))
        {
            if (prefixes.TryGetValue(name[..dot], out server))
                return server;
        }

        foreach (var (pattern, candidate) in patterns)
        {
            if (pattern.IsMatch(request, host))
                return candidate;
        }

        return null;
    }

    private static void Check(string text, SocketAddress address)
    {
        var inner = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text.EndsWith(".*", StringComparison.Ordinal) ? text[..^2] : text;
        if (inner.Contains('*', StringComparison.Ordinal) || inner.Contains("..", StringComparison.Ordinal) || (inner.Length == 0 && text.Length > 0))
            throw new ConfException($"invalid server name or wildcard \"{text}\" on {address}");
    }

    private void AddName(string text, VirtualServer server, Action<string> conflict)
    {
        bool added;
        if (text.StartsWith("*.", StringComparison.Ordinal))
            added = TryAdd(suffixes, text[2..], server);
        else if (text.StartsWith('.'))
            added = TryAdd(exact, text[1..], server) & TryAdd(suffixes, text[1..], server);
        else if (text.EndsWith(".*", StringComparison.Ordinal))
            added = TryAdd(prefixes, text[..^2], server);
        else
            added = TryAdd(exact, text, server);
        if (!added)
            conflict(text);
    }

    private static bool TryAdd(Dictionary<ByteString, VirtualServer>.AlternateLookup<ReadOnlySpan<byte>> names, string name, VirtualServer server) =>
        names.Dictionary.TryAdd(ByteString.From(name), server);

    private static int NextDot(ReadOnlySpan<byte> name, int dot)
    {
        var next = name[(dot + 1)..].IndexOf((byte)'.');
        return next < 0 ? -1 : dot + 1 + next;
    }

    private static Dictionary<ByteString, VirtualServer>.AlternateLookup<ReadOnlySpan<byte>> MakeLookup() =>
        new Dictionary<ByteString, VirtualServer>(ByteStringComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
}
