using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Rewrite;

namespace Engine.Http.Modules.SetMisc;

/// <summary>OpenResty's set-misc module: <c>set</c> with a function in between.</summary>
public sealed class SetMiscModule : HttpModule
{
    internal const ConfContext Contexts = ConfContext.HttpAnyIf | ConfContext.HttpServerIf;

    /// <summary>The rewrite phase runs what server and location say, as with the modules of this family that are OpenResty's.</summary>
    internal const string NoteAtHttp = "in http it makes the variable known, and no request runs it";

    public override string Name => "set_misc";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(SetMiscConf.Slot);
        table.Slot(UpstreamLists.Slot);
        foreach (var function in SetFunctions.All)
            Add(table, function.Name, 1, 2, (use, target) => new FunctionCode(function, target, SetArgument.OrTarget(use, target)));
        Add(table, "set_if_empty", 2, 2, static (use, target) => new IfEmptyCode(target, SetArgument.Of(use, 1)));
        Add(table, "set_hmac_sha1", 3, 3, static (use, target) => new HmacCode(target, SetArgument.Of(use, 1), SetArgument.Of(use, 2), isSha256: false));
        Add(table, "set_hmac_sha256", 3, 3, static (use, target) => new HmacCode(target, SetArgument.Of(use, 1), SetArgument.Of(use, 2), isSha256: true));
        Add(table, "set_random", 3, 3, static (use, target) => new RandomCode(target, SetArgument.Of(use, 1), SetArgument.Of(use, 2)));
        Add(table, "set_secure_random_alphanum", 1, 2, static (use, target) => new RandomTextCode(target, SetArgument.OrTarget(use, target), RandomTextCode.AlphaNumeric));
        Add(table, "set_secure_random_lcalpha", 1, 2, static (use, target) => new RandomTextCode(target, SetArgument.OrTarget(use, target), RandomTextCode.LowerCase));
        Add(table, "set_rotate", 3, 3, static (use, target) => new RotateCode(target, SetArgument.Of(use, 1), SetArgument.Of(use, 2)));
        Add(table, "set_local_today", 1, 1, static (_, target) => new TimeCode(target, TimeCode.DateFormat, isLocal: true));
        Add(table, "set_formatted_gmt_time", 2, 2, static (use, target) => new TimeCode(target, SetArgument.Of(use, 1), isLocal: false));
        Add(table, "set_formatted_local_time", 2, 2, static (use, target) => new TimeCode(target, SetArgument.Of(use, 1), isLocal: true));
        Add(table, "set_hashed_upstream", 3, 3, HashedUpstreamCode.Read);
        table.Add(Take.Flag("set_base32_padding", Contexts, SetMiscConf.Slot, static c => ref c.Base32Padding, "on"));
        table.Add(Take.Flag("set_misc_base32_padding", Contexts, SetMiscConf.Slot, static c => ref c.Base32Padding, "on", "the old name of set_base32_padding"));
        table.Add(Take.One("set_base32_alphabet", Contexts, SetMiscConf.Slot, static c => ref c.Base32Alphabet, Base32.Extended.Text, "", ReadAlphabet));
        table.Add(Take.Custom("upstream_list", ConfContext.Http, 2, int.MaxValue, UpstreamLists.Slot, UpstreamLists.Read));
    }

    private static void Add(HttpModuleTable table, string name, int minArgs, int maxArgs, Func<DirectiveUse, VariableSlot, IRewriteCode> read) =>
        table.Add(Take.Custom(name, Contexts, minArgs, maxArgs, RewriteConf.Slot, (use, conf) =>
            conf.Add(read(use, RewriteDirectives.Target(use)), HttpScope.Of(use)), note: NoteAtHttp));

    private static Base32Alphabet ReadAlphabet(DirectiveUse use, string text) =>
        text.Length == 32 ? new Base32Alphabet(text) : throw use.Error("\"set_base32_alphabet\" directive takes an alphabet of 32 bytes");
}
