using Engine.Core.Buffers;

namespace Engine.Core.Scripting;

public delegate VariableValue VariableGetter<in TContext>(TContext context) where TContext : ScriptContext;

/// <summary>The value of a variable of a family, such as <c>$arg_name</c>.</summary>
/// <param name="suffix">What follows the prefix.</param>
public delegate VariableValue PrefixGetter<in TContext>(TContext context, ByteString suffix) where TContext : ScriptContext;

public delegate void VariableSetter<in TContext>(TContext context, ByteString value) where TContext : ScriptContext;

/// <summary>A variable's definition.</summary>
public abstract class Variable(string name)
{
    public string Name => name;

    /// <summary>Computed once per context.</summary>
    public bool IsCacheable { get; init; }

    /// <summary>May be given a value by <c>set</c> and the like, and may be defined more than once.</summary>
    public bool IsChangeable { get; init; }

    /// <summary>Left to itself when another module defines the same name: the definition that a mention alone makes.</summary>
    public bool IsWeak { get; init; }

    /// <summary>One of a family, which nothing defines by its own name: it can be read, and not be found for writing.</summary>
    public bool IsOfFamily { get; init; }

    /// <summary>An assignment goes to <see cref="Set"/> instead of being remembered.</summary>
    public abstract bool TakesValues { get; }

    public abstract VariableValue Get(ScriptContext context);

    public abstract void Set(ScriptContext context, ByteString value);
}

/// <summary>A variable that is computed from contexts of one kind, which are the only ones that its table is used with.</summary>
public sealed class Variable<TContext>(string name, VariableGetter<TContext> get, VariableSetter<TContext>? set = null) : Variable(name)
    where TContext : ScriptContext
{
    public override bool TakesValues => set is not null;

    public override VariableValue Get(ScriptContext context) => get(Reinterpret.As<TContext>(context));

    public override void Set(ScriptContext context, ByteString value) => set!(Reinterpret.As<TContext>(context), value);
}

/// <summary>A family of variables.</summary>
public abstract class VariablePrefix(string prefix, bool isCacheable)
{
    public string Prefix => prefix;

    public bool IsCacheable => isCacheable;

    public abstract VariableValue Get(ScriptContext context, ByteString suffix);

    /// <summary>The definition of one of the family.</summary>
    /// <param name="isSettable">It may be given a value, which hides the family's.</param>
    internal abstract Variable Member(string name, bool isSettable);
}

public sealed class VariablePrefix<TContext>(string prefix, PrefixGetter<TContext> get, bool isCacheable) : VariablePrefix(prefix, isCacheable)
    where TContext : ScriptContext
{
    public override VariableValue Get(ScriptContext context, ByteString suffix) => get(Reinterpret.As<TContext>(context), suffix);

    internal override Variable Member(string name, bool isSettable)
    {
        var suffix = ByteString.From(name[Prefix.Length..]);
        return new Variable<TContext>(name, context => get(context, suffix)) { IsCacheable = IsCacheable, IsChangeable = isSettable, IsWeak = isSettable, IsOfFamily = !isSettable };
    }
}

/// <summary>A mention of a variable in the configuration: its place in each context's values.</summary>
public sealed class VariableSlot
{
    internal VariableSlot(string name, int index)
    {
        Name = name;
        Index = index;
    }

    public string Name { get; }

    /// <summary>May be assigned at run time.</summary>
    public bool IsSettable => Definition.IsChangeable || Definition.TakesValues;

    public bool IsOfFamily => Definition.IsOfFamily;

    internal int Index { get; }

    /// <summary>Known when the whole configuration is read.</summary>
    internal Variable Definition { get; set; } = null!;
}
