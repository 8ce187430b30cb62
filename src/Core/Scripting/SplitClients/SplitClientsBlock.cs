using System.Globalization;
using Engine.Core.Buffers;
using Engine.Core.Conf;

namespace Engine.Core.Scripting.SplitClients;

/// <summary><c>split_clients string $variable { 0.5% value; * value; }</c></summary>
public static class SplitClientsBlock
{
    /// <summary>Shares are counted in hundredths of a percent.</summary>
    private const int Whole = 10_000;

    /// <summary>The directive in a block (<c>http</c>, <c>stream</c>) that may have it.</summary>
    public static Directive Row(ConfContext context) => new("split_clients", context, 2, 2, Read) { Form = DirectiveForm.Block };

    private static void Read(DirectiveUse use)
    {
        var source = ComplexValue.Compile(use[0], use);
        var name = VariableTable.NameIn(use[1], use);
        var parts = new List<SplitPart>();
        var sum = 0;
        var end = 0u;
        use.ParseLines(words => parts.Add(ReadPart(words, use, ref sum, ref end)));
        var clients = new SplitClientsVariable(source, [.. parts]);
        VariableTable.Of(use).Define(new Variable<ScriptContext>(name, clients.Find) { IsCacheable = true, IsChangeable = true }, use);
    }

    private static SplitPart ReadPart(IReadOnlyList<ConfWord> words, DirectiveUse use, ref int sum, ref uint end)
    {
        if (words.Count != 2)
            throw use.Error("invalid number of the split_clients parameters");
        var value = ByteString.From(words[1].Text);
        if (words[0].Text == "*")
        {
            sum = Whole;
            return new SplitPart(null, value);
        }

        var share = ReadPercent(words[0].Text) ?? throw use.Error($"invalid percent value \"{words[0].Text}\"");
        sum += share;
        if (sum > Whole)
            throw use.Error("percent total is greater than 100%");
        end += (uint)((ulong)share * uint.MaxValue / Whole);
        return new SplitPart(end, value);
    }

    /// <summary>"12.5%": more than nothing, at most two decimals.</summary>
    private static int? ReadPercent(string text)
    {
        if (!text.EndsWith('%') || text[..^1].Split('.') is not [var whole, .. var rest] || rest.Length > 1)
            return null;
        var decimals = rest.Length == 0 ? "" : rest[0];
        if (decimals.Length > 2 || whole.Length + decimals.Length is 0 or > 7)
            return null;
        return int.TryParse(whole + decimals.PadRight(2, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out var share) && share > 0 ? share : null;
    }
}

/// <summary>A share: hashes below <paramref name="End"/>, or all others.</summary>
internal readonly record struct SplitPart(uint? End, ByteString Value);

/// <summary>The variable at run time.</summary>
internal sealed class SplitClientsVariable(ComplexValue source, SplitPart[] parts)
{
    public VariableValue Find(ScriptContext context)
    {
        var hash = MurmurHash2.Of(source.Evaluate(context).Span);
        foreach (var part in parts)
        {
            if (part.End is null || hash < part.End)
                return VariableValue.Of(part.Value);
        }

        return VariableValue.Empty;
    }
}
