namespace Engine.LuaBridge.Api.Collector;

/// <summary>When Lua's collector begins a cycle.</summary>
internal static class CollectorApi
{
    public static readonly LuaApi Api = new("Api/Collector/collector.lua");
}
