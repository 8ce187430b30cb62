using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Locations;

namespace Engine.LuaBridge.Phases;

/// <summary>The three forms of every <c>*_by_lua</c> directive: a block, a file, a string.</summary>
internal static class LuaDirectives
{
    /// <summary>LUA_IDSIZE of LuaJIT, less its terminating zero.</summary>
    private const int LongestName = 59;

    /// <param name="name">Without "_block" and "_file".</param>
    /// <param name="enter">What the location around needs beside the code.</param>
    public static void Add<TConf>(
        HttpModuleTable table,
        string name,
        ConfContext contexts,
        IConfSlot<TConf> slot,
        Action<TConf, LuaSource> set,
        Func<TConf, LuaSource?> get,
        Action<Location>? enter = null)
    {
        table.Add(Take.LuaBlock(name + "_block", contexts, 0, 0, slot, (use, conf) => Apply(use, conf, Block(use, name))));
        table.Add(Take.Custom(name + "_file", contexts, 1, 1, slot, (use, conf) => Apply(use, conf, OfFile(use, 0))));
        table.Add(Take.Custom(name, contexts, 1, 1, slot, (use, conf) => Apply(use, conf, Text(use, name, use[0]))));

        void Apply(DirectiveUse use, TConf conf, LuaSource code)
        {
            if (get(conf) is not null)
                throw use.Error($"\"{use.Name}\" directive is duplicate");
            set(conf, code);
            enter?.Invoke(HttpScope.Of(use).Location);
        }
    }

    public static void SetCodeCache(DirectiveUse use, LuaLocationConf conf)
    {
        if (conf.CodeCache.IsSet)
            throw use.Error("\"lua_code_cache\" directive is duplicate");
        if (use[0] is not ("on" or "off"))
            throw use.Error($"invalid value \"{use[0]}\" in \"lua_code_cache\" directive, it must be \"on\" or \"off\"");
        conf.CodeCache.Set(use[0] == "on");
        if (use[0] == "off")
            MainScope.CycleOf(use.Scope).Log.Write(LogLevel.Alert, $"lua_code_cache is off; this will hurt performance in {use.File}:{use.Line}");
    }

    public static void SetLoadRestyCore(DirectiveUse use, LuaMainConf conf)
    {
        if (use[0] is not ("on" or "off"))
            throw use.Error($"invalid value \"{use[0]}\" in \"lua_load_resty_core\" directive, it must be \"on\" or \"off\"");
        conf.LoadRestyCore.Set(use[0] == "on");
        MainScope.CycleOf(use.Scope).Log.Write(
            LogLevel.Warn, $"lua_load_resty_core is deprecated (the lua-resty-core library is required since ngx_lua v0.10.16) in {use.File}:{use.Line}");
    }

    public static LuaSource Block(DirectiveUse use, string name) => Text(use, name, use.LuaSource);

    /// <summary>The code gets the name that OpenResty shows in errors: <c>content_by_lua(nginx.conf:57)</c>.</summary>
    public static LuaSource Text(DirectiveUse use, string name, string text)
    {
        var main = MainOf(use);
        var chunk = main.Chunks.AddText(text, ChunkName(use, name));
        return new LuaSource(main.Chunks, chunk, null, "");
    }

    public static LuaSource OfFile(DirectiveUse use, int argument)
    {
        var main = MainOf(use);
        var path = use[argument];
        return ComplexValue.HasVariables(path)
            ? new LuaSource(main.Chunks, null, ComplexValue.Compile(path, use), use.FullPath(""))
            : new LuaSource(main.Chunks, main.Chunks.AddFile(use.FullPath(path)), null, "");
    }

    /// <summary>The file as seen from the directory of nginx.conf, its beginning cut when Lua could not show all of the name.</summary>
    private static string ChunkName(DirectiveUse use, string name)
    {
        var file = use.File.StartsWith(use.Environment.ConfPrefix, StringComparison.Ordinal) ? use.File[use.Environment.ConfPrefix.Length..].TrimStart('/') : use.File;
        var room = LongestName - $"{name}(:{use.Line})".Length;
        if (file.Length > room)
            file = string.Concat("...", file.AsSpan(file.Length - room + 3));
        return $"{name}({file}:{use.Line})";
    }

    private static LuaMainConf MainOf(DirectiveUse use)
    {
        var main = LuaMainConf.Slot.Open(use.Scope);
        main.IsUsed = true;
        return main;
    }
}
