using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Modules;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Config;

/// <summary>ngx.config.</summary>
internal static unsafe class ConfigApi
{
    /// <summary>The version of OpenResty's Lua module whose API this is: <c>ngx.config.ngx_lua_version</c>.</summary>
    public const int LuaVersion = 10030;

    public static readonly LuaApi Api = new(
        "Api/Config/config.lua",
        new LuaFunction("int nginx_version(void)", (delegate* unmanaged<int>)&NginxVersion),
        new LuaFunction("int lua_version(void)", (delegate* unmanaged<int>)&NgxLuaVersion),
        new LuaFunction("int prefix(void)", (delegate* unmanaged<int>)&Prefix),
        new LuaFunction("int configure_arguments(void)", (delegate* unmanaged<int>)&ConfigureArguments));

    [UnmanagedCallersOnly]
    private static int NginxVersion() => ServerIdentity.VersionNumber;

    [UnmanagedCallersOnly]
    private static int NgxLuaVersion() => LuaVersion;

    [UnmanagedCallersOnly]
    private static int Prefix() => Put(LuaVm.Current.Settings.Prefix);

    [UnmanagedCallersOnly]
    private static int ConfigureArguments() => Put(LuaVm.Current.Settings.ConfigureArguments());

    private static int Put(string text) => Encoding.UTF8.GetBytes(text, LuaVm.Current.Scratch.Take(Encoding.UTF8.GetMaxByteCount(text.Length)));
}
