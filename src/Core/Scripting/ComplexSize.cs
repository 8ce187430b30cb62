using Engine.Core.Conf;
using Engine.Core.Log;

namespace Engine.Core.Scripting;

/// <summary>A size (octets, with k and m) that may have variables in it.</summary>
public sealed class ComplexSize
{
    private readonly ComplexValue? value;
    private readonly long constant;

    private ComplexSize(ComplexValue? value, long constant)
    {
        this.value = value;
        this.constant = constant;
    }

    public static ComplexSize Zero { get; } = new(null, 0);

    public static ComplexSize Read(DirectiveUse use, string text)
    {
        if (ComplexValue.HasVariables(text))
            return new ComplexSize(ComplexValue.Compile(text, use), 0);
        return new ComplexSize(null, ConfUnits.ParseSize(text) ?? throw use.Error($"\"{use.Name}\" directive invalid value"));
    }

    /// <summary>What it is in one context; 0 for an empty value, and for one that is no size.</summary>
    public long Evaluate(ScriptContext context)
    {
        if (value is null)
            return constant;
        var text = value.Evaluate(context);
        if (text.IsEmpty)
            return 0;
        if (ConfUnits.ParseSize(text.ToString()) is { } size)
            return size;
        context.Log.Write(LogLevel.Error, context, $"invalid size \"{text}\"");
        return 0;
    }
}
