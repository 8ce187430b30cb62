using Engine.Core.Modules;
using Engine.Http.Conf;
using Engine.Mail.Conf;
using Engine.Stream.Conf;

namespace Engine.Host;

/// <summary>Every module of the server, in the order in which they register, load and start.</summary>
internal static class BuiltinModules
{
    public static IReadOnlyList<CoreModule> All { get; } =
    [
        new MainModule(),
        new DynamicModulesModule(),
        new EventsModule(),
        new RegexModule(),
        new ThreadPoolModule(),
        new HttpBlock(BuiltinHttpModules.Modules, BuiltinHttpModules.Filters),
        new StreamBlock(BuiltinStreamModules.Modules),
        new MailBlock(BuiltinMailModules.Modules),
        new RefusedDirectives(),
    ];
}
