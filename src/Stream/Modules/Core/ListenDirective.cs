using Engine.Core.Conf;
using Engine.Core.Listening;
using Engine.Stream.Conf;

namespace Engine.Stream.Modules.Core;

/// <summary><c>listen address:port [parameters]</c></summary>
internal static class ListenDirective
{
    private static readonly string[] NotOfDatagrams = ["backlog", "fastopen", "so_keepalive", "proxy_protocol", "deferred"];

    public static void Apply(DirectiveUse use, StreamCoreConf conf)
    {
        var scope = StreamScope.Of(use);
        conf.HasListen = true;
        var parameters = ListenWords.ReadParameters(use, (word, known) => ReadOwn(word, known, use));
        if (parameters.Socket.IsDatagram)
            CheckDatagram(use);
        foreach (var address in ListenWords.ReadAddresses(use, defaultPort: 0))
        {
            if (address is { IsUnix: false, Port: 0 })
                throw use.Error($"no port in \"{use[0]}\" of the \"listen\" directive");
            scope.Configuration.Listen.Add(address, parameters, scope.Server!, use, use.File, use.Line);
        }
    }

    private static ListenParameters? ReadOwn(string word, ListenParameters known, DirectiveUse use) => word switch
    {
        "udp" => known with { Socket = known.Socket with { IsDatagram = true } },
        "ssl" => throw use.Error("the \"ssl\" parameter is not supported: stream speaks no TLS to clients"),
        _ => null,
    };

    private static void CheckDatagram(DirectiveUse use)
    {
        foreach (var word in use.Arguments.Skip(1))
        {
            var name = word.Split('=')[0];
            if (NotOfDatagrams.Contains(name))
                throw use.Error($"\"{name}\" parameter is incompatible with \"udp\"");
        }
    }
}
