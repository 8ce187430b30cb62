using Engine.Core.Conf;
using Engine.Core.Listening;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Core;

/// <summary><c>listen address[:port] [parameters]</c></summary>
internal static class ListenDirective
{
    private const int DefaultPort = 80;

    public static void Apply(DirectiveUse use, CoreServerConf conf)
    {
        var scope = HttpScope.Of(use);
        conf.HasListen = true;
        var parameters = ListenWords.ReadParameters(use, (word, _) => word is "ssl" or "http2" or "quic" or "spdy"
            ? throw use.Error($"the \"{word}\" parameter requires a module that is not built in")
            : null);
        foreach (var address in ListenWords.ReadAddresses(use, DefaultPort))
            scope.Configuration.Listen.Add(address, parameters, scope.Server!, use, use.File, use.Line);
    }
}
