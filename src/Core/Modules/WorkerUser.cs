using Engine.Core.Conf;
using Engine.Interop.Libc;

namespace Engine.Core.Modules;

/// <summary>The <c>user</c> directive: whom the workers run as when the server is started by root.</summary>
internal static class WorkerUser
{
    private const string DefaultName = "nobody";

    /// <summary>As Debian names the group; elsewhere it is the user's own.</summary>
    private const string DefaultGroup = "nogroup";

    public static void Read(DirectiveUse use, CoreConf conf)
    {
        if (conf.User.IsSet)
            throw use.Error("\"user\" directive is duplicate");
        if (!MainScope.CycleOf(use.Scope).Sources.IsPrivileged)
        {
            use.Warn("the \"user\" directive makes sense only if the master process runs with super-user privileges, ignored");
            return;
        }

        var user = Processes.FindUser(use[0]) ?? throw use.Error($"getpwnam(\"{use[0]}\") failed");
        var group = use.Count > 1 ? use[1] : use[0];
        conf.Group.Set(Processes.FindGroup(group) ?? throw use.Error($"getgrnam(\"{group}\") failed"));
        conf.User.Set(user);
    }

    public static void SetDefault(CoreConf conf)
    {
        var user = Processes.FindUser(DefaultName) ?? throw new ConfException($"getpwnam(\"{DefaultName}\") failed");
        conf.User.Set(user);
        conf.Group.Set(Processes.FindGroup(DefaultName) ?? Processes.FindGroup(DefaultGroup) ?? user.GroupId);
    }
}
