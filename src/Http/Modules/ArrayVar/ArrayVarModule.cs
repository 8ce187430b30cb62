using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Modules.SetMisc;

namespace Engine.Http.Modules.ArrayVar;

/// <summary>OpenResty's array-var module: variables that are arrays between <c>array_split</c> and <c>array_join</c>.</summary>
public sealed class ArrayVarModule : HttpModule
{
    public override string Name => "array_var";

    public override void Register(HttpModuleTable table)
    {
        Add(table, "array_split", static (use, target) => new SplitCode(SetArgument.Of(use, 0), SetArgument.Of(use, 1), target));
        Add(table, "array_join", static (use, target) => new JoinCode(SetArgument.Of(use, 0), Variable(use, use[1]), target));
        Add(table, "array_map", ReadMap);
        Add(table, "array_map_op", ReadMapFunction);
    }

    private static void Add(HttpModuleTable table, string name, Func<DirectiveUse, VariableSlot, IRewriteCode> read) =>
        table.Add(Take.Custom(
            name, SetMiscModule.Contexts, 2, 3, RewriteConf.Slot, (use, conf) => conf.Add(read(use, Target(use)), HttpScope.Of(use)), note: SetMiscModule.NoteAtHttp));

    /// <summary>Where the result goes: the variable of <c>to=</c>, else the one that is read.</summary>
    private static VariableSlot Target(DirectiveUse use)
    {
        if (use.Count == 2)
            return Variable(use, use[1]);
        if (!use[2].StartsWith("to=", StringComparison.Ordinal))
            throw use.Error($"invalid parameter \"{use[2]}\"");
        return Variable(use, use[2][3..]);
    }

    private static VariableSlot Variable(DirectiveUse use, string text) =>
        HttpScope.Of(use).Configuration.Variables.DefineSettable(VariableTable.NameIn(text, use), use);

    private static MapCode ReadMap(DirectiveUse use, VariableSlot target)
    {
        var iterator = Variable(use, "$array_it");
        return new MapCode(SetArgument.Of(use, 0), iterator, Variable(use, use[1]), target);
    }

    private static MapFunctionCode ReadMapFunction(DirectiveUse use, VariableSlot target)
    {
        var function = SetFunctions.Find(use[0]) ?? throw use.Error($"array_map_op: directive \"{use[0]}\" not found or does not make one value of another");
        return new MapFunctionCode(function, Variable(use, use[1]), target);
    }
}
