using System.Globalization;

namespace Engine.Host;

internal enum RoleKind
{
    /// <summary>Started by somebody: decides itself what it becomes.</summary>
    Launcher,

    /// <summary>Started by a launcher, in a session of its own.</summary>
    Daemon,

    /// <summary>Started by the master.</summary>
    Server,
}

/// <summary>What a process is that this program has started by itself, and the descriptor on which the other one waits for it.</summary>
/// <param name="ParentId">The process that started it.</param>
internal readonly record struct ProcessRole(RoleKind Kind, int Fd, int ParentId)
{
    private const string Variable = "ENGINE_PROCESS=";

    /// <summary>The variable for a child's environment.</summary>
    public string ToVariable() => string.Create(CultureInfo.InvariantCulture, $"{Variable}{Kind}:{Fd}:{ParentId}");

    /// <summary>Takes the variable out of the environment.</summary>
    public static ProcessRole Take(List<string> environment)
    {
        var index = environment.FindIndex(static entry => entry.StartsWith(Variable, StringComparison.Ordinal));
        if (index < 0)
            return new ProcessRole(RoleKind.Launcher, -1, 0);
        var parts = environment[index][Variable.Length..].Split(':');
        environment.RemoveAt(index);
        const int fields = 3;
        return parts.Length == fields
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var fd)
            && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var parent)
            ? new ProcessRole(parts[0] == nameof(RoleKind.Daemon) ? RoleKind.Daemon : RoleKind.Server, fd, parent)
            : new ProcessRole(RoleKind.Launcher, -1, 0);
    }
}
