using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Locations;
using Engine.Http.Scripting;

namespace Engine.LuaBridge.Phases;

/// <summary>The three forms of every <c>*_by_lua</c> directive: a block, a file, a string.</summary>
internal static class LuaDirectives
{
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

    public static LuaSource Block(DirectiveUse use, string name) => Text(use, name, use.LuaSource);

    /// <summary>The code gets the name that OpenResty shows in errors: <c>content_by_lua(nginx.conf:57)</c>.</summary>
    public static LuaSource Text(DirectiveUse use, string name, string text)
    {
        var main = MainOf(use);
        var chunk = main.Chunks.AddText(text, $"{name}({Path.GetFileName(use.File)}:{use.Line})");
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

    private static LuaMainConf MainOf(DirectiveUse use)
    {
        var main = LuaMainConf.Slot.Open(use.Scope);
        main.IsUsed = true;
        return main;
    }
}
