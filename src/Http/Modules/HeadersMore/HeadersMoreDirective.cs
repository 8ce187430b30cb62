using System.Globalization;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;

namespace Engine.Http.Modules.HeadersMore;

/// <summary>Reads <c>[-t types] [-s statuses] [-r] [-a] 'Name: value' …</c></summary>
internal static class HeadersMoreDirective
{
    public static FieldCommand Read(DirectiveUse use, bool clears, bool isInput)
    {
        var changes = new List<FieldChange>();
        var types = new List<ByteString>();
        var statuses = new List<int>();
        var command = new FieldCommand(changes) { Types = types, Statuses = statuses };
        for (var i = 0; i < use.Count; i++)
        {
            switch (use[i])
            {
                case "":
                    break;
                case "-t":
                    types.AddRange(Words(Argument(use, ref i)).Select(ByteString.From));
                    break;
                case "-s" when !isInput:
                    var list = Argument(use, ref i);
                    statuses.AddRange(Words(list).Select(word => ReadStatus(word, list, use)));
                    break;
                case "-r" when isInput && !clears:
                    command = command with { ReplacesOnly = true };
                    break;
                case "-a" when !isInput && !clears:
                    command = command with { Appends = true };
                    break;
                case ['-', ..]:
                    throw use.Error($"{use.Name}: invalid option name: \"{use[i]}\"");
                default:
                    changes.Add(ReadField(use[i], use, clears));
                    break;
            }
        }

        return command;
    }

    private static string Argument(DirectiveUse use, ref int i) =>
        i + 1 < use.Count ? use[++i] : throw use.Error($"{use.Name}: option {use[i]} takes an argument.");

    private static string[] Words(string list) => list.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static int ReadStatus(string word, string list, DirectiveUse use)
    {
        var other = word.FirstOrDefault(static c => !char.IsAsciiDigit(c));
        if (other != 0)
            throw use.Error($"{use.Name}: invalid digit \"{other}\" found in the status code list \"{list}\"");
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw use.Error($"{use.Name}: invalid status code \"{word}\"");
    }

    /// <summary>"Name: value", "Name:" or "Name".</summary>
    private static FieldChange ReadField(string text, DirectiveUse use, bool clears)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = (colon < 0 ? text : text[..colon]).Trim(' ');
        if (name.Length == 0)
            throw use.Error($"{use.Name}: no key found in the header argument: {text}");
        var value = colon < 0 || clears ? "" : text[(colon + 1)..].TrimStart(' ');
        if (clears && name == "*")
            throw use.Error($"{use.Name}: wildcard key too short: {text}");
        var isWildcard = clears && name.EndsWith('*');
        return new FieldChange(ByteString.From(isWildcard ? name[..^1] : name), value.Length == 0 ? null : ComplexValue.Compile(value, use), isWildcard);
    }
}
