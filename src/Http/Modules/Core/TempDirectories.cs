using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Core;

/// <summary>Makes the directories for temporary files when a configuration is loaded.</summary>
internal static class TempDirectories
{
    public static void Declare(HttpConfiguration configuration)
    {
        if (configuration.Cycle.IsTest)
            return;
        var paths = configuration.Servers.Append(configuration.Defaults)
            .SelectMany(static server => server.AllLocations())
            .Select(static location => location.Core.ClientBodyTempPath.Value)
            .DistinctBy(static path => path.Path);
        foreach (var path in paths)
            Make(path);
    }

    private static void Make(TempPath path)
    {
        try
        {
            Directory.CreateDirectory(path.Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfException($"mkdir() \"{path.Path}\" failed ({exception.Message})");
        }
    }
}
