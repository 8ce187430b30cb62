using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Core.Scripting;
using Engine.Core.Text;

namespace Engine.Core.Listening;

/// <summary>One <c>server_name</c>.</summary>
public sealed record ServerName(string Text, CapturingRegex? Pattern);

/// <summary>The server names of one listen address: exact ones and wildcards, then regular expressions.</summary>
public sealed class ServerNames<TServer> where TServer : class
{
    private readonly WildcardNames<TServer> names = new();
    private readonly List<(CapturingRegex Pattern, TServer Server)> patterns = [];

    /// <summary>Nothing was added: one server without regular expressions answers all, whatever it is called.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Adds the names of a server. <paramref name="conflict"/> hears of names that another server has already.</summary>
    /// <exception cref="ConfException">A name is malformed.</exception>
    public void Add(TServer server, List<ServerName> serverNames, SocketAddress address, Action<string> conflict)
    {
        IsEmpty = false;
        foreach (var name in serverNames)
        {
            if (name.Pattern is not null)
                patterns.Add((name.Pattern, server));
            else
                Add(name.Text, server, address, conflict);
        }
    }

    /// <summary>The server for a lower-case host, or null for the default one.</summary>
    public TServer? Find(ScriptContext context, ByteString host)
    {
        if (names.TryFind(host.Span, out var server))
            return server;
        foreach (var (pattern, candidate) in patterns)
        {
            if (pattern.IsMatch(context, host))
                return candidate;
        }

        return null;
    }

    private void Add(string name, TServer server, SocketAddress address, Action<string> conflict)
    {
        switch (names.Add(name, server))
        {
            case NameAdded.Conflicting:
                conflict(name);
                break;
            case NameAdded.Invalid:
                throw new ConfException($"invalid server name or wildcard \"{name}\" on {address}");
        }
    }
}
