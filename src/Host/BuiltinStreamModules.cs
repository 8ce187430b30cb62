using Engine.Stream.Conf;
using Engine.Stream.Modules.Core;

namespace Engine.Host;

/// <summary>The stream modules. Handlers of a phase run in this order.</summary>
internal static class BuiltinStreamModules
{
    public static IReadOnlyList<StreamModule> Modules { get; } =
    [
        new StreamCoreModule(),
    ];
}
