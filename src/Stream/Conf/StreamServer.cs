using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Stream.Modules.Core;
using Engine.Stream.Phases;

namespace Engine.Stream.Conf;

/// <summary>A server block of stream; <see cref="StreamConfiguration.Defaults"/> is one, too: what the stream block sets for all.</summary>
public sealed class StreamServer
{
    private string? contentDirective;

    internal StreamServer(string file, int line)
    {
        File = file;
        Line = line;
        Confs = new object?[StreamSlotCounts.Server];
    }

    internal string File { get; }

    internal int Line { get; }

    internal object?[] Confs { get; }

    /// <summary>What serves a session: <c>proxy_pass</c>, <c>return</c>, <c>pass</c>.</summary>
    public SessionHandler? ContentHandler { get; private set; }

    /// <summary>The first <c>server_name</c>: <c>$server_name</c>.</summary>
    public ByteString Name { get; internal set; }

    public StreamCoreConf Core { get; internal set; } = null!;

    /// <summary>The handlers of this server, by phase.</summary>
    internal SessionHandler[][] Handlers { get; set; } = [];

    /// <summary>What a directive says serves sessions; of several directives the last one does.</summary>
    /// <exception cref="ConfException">The directive was there already.</exception>
    public void SetContentHandler(SessionHandler handler, DirectiveUse use)
    {
        if (contentDirective == use.Name)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        contentDirective = use.Name;
        ContentHandler = handler;
    }
}
