using Engine.Http.Conf;

namespace Engine.Http.Modules.Core;

/// <summary>Asks for the directories of temporary files, which belong to the workers' user.</summary>
internal static class TempDirectories
{
    public static void Declare(HttpConfiguration configuration)
    {
        var paths = configuration.Servers.Append(configuration.Defaults)
            .SelectMany(static server => server.AllLocations())
            .Select(static location => location.Core.ClientBodyTempPath.Value.Path);
        foreach (var path in paths)
            configuration.Cycle.UseDirectory(path);
    }
}
