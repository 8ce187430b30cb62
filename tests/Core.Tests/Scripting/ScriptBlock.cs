using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Core.Net.ProxyProtocol;
using Engine.Core.Scripting;
using Engine.Core.Tests.Conf;

namespace Engine.Core.Tests.Scripting;

/// <summary>A configuration of one block with variables, and the directives that a test gives.</summary>
internal sealed class ScriptBlock : CoreModule
{
    private readonly VariableTable variables;
    private readonly List<Directive> directives = [];

    public ScriptBlock(IEnumerable<Variable> builtIn, IReadOnlyList<VariablePrefix> prefixes) =>
        variables = new VariableTable(builtIn.ToDictionary(static variable => variable.Name), prefixes);

    public override string Name => "script";

    public VariableTable Variables => variables;

    /// <summary>Called when the whole configuration is read.</summary>
    public Action<Cycle> Loaded { get; init; } = static _ => { };

    public override void OnLoaded(Cycle cycle) => Loaded(cycle);

    public ScriptBlock With(string directive, Action<DirectiveUse> apply, DirectiveForm form = DirectiveForm.Simple)
    {
        return With(new Directive(directive, ConfContext.Http, 0, int.MaxValue, apply) { Form = form });
    }

    public ScriptBlock With(Directive directive)
    {
        directives.Add(directive);
        return this;
    }

    public override void Register(DirectiveTable table)
    {
        table.Add(new Directive("script", ConfContext.Main, 0, 0, use => use.ParseBlock(new Scope(use.Scope, variables))) { Form = DirectiveForm.Block });
        directives.ForEach(table.Add);
    }

    /// <summary>Reads what the block holds, and ties the variables.</summary>
    public void Load(string lines)
    {
        using var folder = Folder(lines);
        folder.Load();
        variables.Bind();
    }

    /// <summary>What the configuration is refused with.</summary>
    public string Refusal(string lines)
    {
        using var folder = Folder(lines);
        return folder.Refusal();
    }

    public TestContext Begin() => new(variables);

    private ConfFolder Folder(string lines) => new ConfFolder($"events {{}} script {{ {lines} }}").With(this);

    private sealed class Scope(ConfScope outer, VariableTable variables) : ConfScope(ConfContext.Http, outer), IVariableScope
    {
        public VariableTable Variables => variables;
    }

    internal sealed class TestContext : ScriptContext
    {
        public TestContext(VariableTable table) => BeginScript(table);

        public int Counter { get; set; }

        public override ErrorLog Log { get; } = new(new ErrorLogTarget(new LogFiles().Use("stderr"), LogLevel.Emerg));

        public override EventLoop Loop => throw new NotSupportedException();

        public override SocketAddress ClientAddress => SocketAddress.Parse("192.0.2.7:1024", 0);

        public override SocketAddress LocalAddress => SocketAddress.Parse("192.0.2.1:80", 0);

        public override ProxyProtocolHeader? ProxyProtocol => null;

        public override long ConnectionNumber => 0;

        public void Share(TestContext other) => ShareVariables(other);

        public void Copy(TestContext other) => CopyVariables(other);

        public void Reset(VariableTable table)
        {
            RunCleanups();
            EndScript();
            BeginScript(table);
        }

        public override void AppendTo(ref LogLineBuilder line)
        {
        }
    }
}
