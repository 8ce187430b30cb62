using Engine.Core.Conf;
using Engine.Core.Modules;

namespace Engine.Core.Tests.Conf;

/// <summary>
/// Directives that only write down what is read: "word" (any arguments), "block { }", "lines { }" and "code_by_lua_block { }".
/// </summary>
internal sealed class TreeModule : CoreModule
{
    private readonly List<string> seen = [];

    public override string Name => "tree";

    /// <summary>Every directive, its arguments in brackets.</summary>
    public string Seen => string.Join(" ", seen);

    public List<string> LuaBlocks { get; } = [];

    public List<int> LuaLines { get; } = [];

    public List<byte[]> Arguments { get; } = [];

    public override void Register(DirectiveTable table)
    {
        const ConfContext any = ConfContext.Main | ConfContext.Http;
        table.Add(new Directive("word", any, 0, int.MaxValue, Note));
        table.Add(new Directive("one", any, 1, 1, Note));
        table.Add(new Directive("inner", ConfContext.Http, 0, 0, Note));
        table.Add(new Directive("block", any, 0, 1, ReadBlock) { Form = DirectiveForm.Block });
        table.Add(new Directive("lines", any, 0, 0, ReadLines) { Form = DirectiveForm.Block });
        table.Add(new Directive("code_by_lua_block", any, 0, 0, ReadLua) { Form = DirectiveForm.LuaBlock });
    }

    private void Note(DirectiveUse use)
    {
        seen.Add(use.Name + string.Concat(use.Arguments.Select(static argument => $"[{argument}]")));
        for (var i = 0; i < use.Count; i++)
            Arguments.Add(use.Bytes(i).Span.ToArray());
    }

    private void ReadBlock(DirectiveUse use)
    {
        Note(use);
        seen.Add("{");
        use.ParseBlock(new Scope(use.Scope));
        seen.Add("}");
    }

    private void ReadLines(DirectiveUse use) =>
        use.ParseLines(words => seen.Add($"{use.Line}:" + string.Concat(words.Select(static word => $"[{word.Text}]"))));

    private void ReadLua(DirectiveUse use)
    {
        LuaBlocks.Add(use.LuaSource);
        LuaLines.Add(use.LuaLine);
    }

    private sealed class Scope(ConfScope parent) : ConfScope(ConfContext.Http, parent);
}
