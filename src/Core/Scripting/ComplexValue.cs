using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Conf;

namespace Engine.Core.Scripting;

/// <summary>What a capture is written as in a place where it cannot stand as it is.</summary>
public delegate ByteString CaptureEscape(ScriptContext context, ByteString capture);

/// <summary>Text of the configuration with variables and captures in it.</summary>
public sealed class ComplexValue
{
    private readonly Part[] parts;

    private ComplexValue(string source, Part[] parts)
    {
        Source = source;
        this.parts = parts;
        IsConstant = parts.Length == 0 || parts is [{ Slot: null, Capture: < 0 }];
        UsesCaptures = Array.Exists(parts, static part => part.Capture >= 0);
    }

    /// <summary>As it was written.</summary>
    public string Source { get; }

    /// <summary>There is no variable in it.</summary>
    public bool IsConstant { get; }

    public bool UsesCaptures { get; }

    /// <summary>The bytes of a constant value.</summary>
    public ByteString Constant => parts.Length == 0 ? default : parts[0].Literal;

    /// <summary>A value without variables, whatever is in it.</summary>
    public static ComplexValue Literal(string text) => new(text, text.Length == 0 ? [] : [new Part(ByteString.From(text), null, -1)]);

    public static bool HasVariables(string text) => text.Contains('$', StringComparison.Ordinal);

    /// <exception cref="ConfException">"invalid variable name".</exception>
    public static ComplexValue Compile(string text, DirectiveUse use) => Compile(text, use, null);

    /// <param name="captureEscape">What captures go through; null for nothing.</param>
    public static ComplexValue Compile(string text, DirectiveUse use, CaptureEscape? captureEscape)
    {
        var variables = VariableTable.Of(use);
        var parts = new List<Part>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] != '$')
            {
                literal.Append(text[i++]);
                continue;
            }

            var name = ReadName(text, ref i, use);
            if (literal.Length > 0)
                parts.Add(new Part(ByteString.From(literal.ToString()), null, -1));
            literal.Clear();
            parts.Add(name.Length == 1 && char.IsAsciiDigit(name[0])
                ? new Part(default, null, name[0] - '0') { CaptureEscape = captureEscape }
                : new Part(default, variables.Resolve(name), -1));
        }

        if (literal.Length > 0)
            parts.Add(new Part(ByteString.From(literal.ToString()), null, -1));
        return new ComplexValue(text, [.. parts]);
    }

    /// <summary>The value in one context; valid as long as that, or as long as the configuration when it is constant.</summary>
    public ByteString Evaluate(ScriptContext context)
    {
        if (parts.Length == 1)
            return parts[0].Evaluate(context);
        return parts.Length == 0 ? default : Join(context);
    }

    /// <summary>The bytes are gathered and copied in one pass: what was measured is what is copied.</summary>
    private ByteString Join(ScriptContext context)
    {
        var scratch = context.RentScratch(parts.Length);
        var length = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            scratch[i] = parts[i].Evaluate(context);
            length += scratch[i].Length;
        }

        var result = context.Arena.Allocate(length, out var bytes);
        var written = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            scratch[i].Span.CopyTo(bytes[written..]);
            written += scratch[i].Length;
        }

        context.ReturnScratch(parts.Length);
        return result;
    }

    /// <summary>The name behind the "$" at <paramref name="i"/>, which moves behind it.</summary>
    private static string ReadName(string text, ref int i, DirectiveUse use)
    {
        var start = ++i;
        if (i < text.Length && char.IsAsciiDigit(text[i]) && text[i] != '0')
            return text[i++].ToString();
        var isBracketed = i < text.Length && text[i] == '{';
        if (isBracketed)
            start = ++i;
        while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'))
            i++;
        var name = text[start..i];
        if (isBracketed && (i == text.Length || text[i++] != '}'))
            throw use.Error($"the closing bracket in \"{name}\" variable is missing");
        return name.Length > 0 ? name : throw use.Error("invalid variable name");
    }

    private readonly record struct Part(ByteString Literal, VariableSlot? Slot, int Capture)
    {
        public CaptureEscape? CaptureEscape { get; init; }

        public ByteString Evaluate(ScriptContext context)
        {
            if (Slot is not null)
                return context.Get(Slot).Bytes;
            if (Capture < 0)
                return Literal;
            var capture = context.Captures[Capture];
            return CaptureEscape is null ? capture : CaptureEscape(context, capture);
        }
    }
}
