using Engine.Core.Text;

namespace Engine.LuaBridge.Api.Re;

/// <summary>Builds the result of sub and gsub. Its memory is kept for the next one.</summary>
internal sealed class Replacing
{
    private const int LargestKept = 1 << 20;

    private readonly int[] captures = new int[2 * (1 + MaxGroups)];
    private byte[] bytes = new byte[1024];
    private int length;

    /// <summary>Groups that a replacement can refer to.</summary>
    private const int MaxGroups = 1023;

    public ReadOnlySpan<byte> Text => bytes.AsSpan(0, length);

    /// <summary>How many matches were replaced, or PCRE2's negative error. The text is the subject when there were none.</summary>
    public int Run(Regex regex, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> template, bool global, bool isUtf)
    {
        Reset();
        var isPlain = !template.Contains((byte)'$');
        var groups = captures.AsSpan(0, Math.Min(2 * (regex.CaptureCount + 1), captures.Length));
        var (count, copied, position) = (0, 0, 0);
        do
        {
            var result = regex.Match(subject, position, groups);
            if (result < 0)
                return result;
            if (result == 0)
                break;
            count++;
            Add(subject[copied..Math.Max(copied, groups[0])]);
            if (isPlain)
                Add(template);
            else
                AddExpanded(template, subject, groups);
            copied = Math.Max(copied, groups[1]);
            position = groups[1] == groups[0] ? Next(subject, groups[1], isUtf) : groups[1];
        }
        while (global && position <= subject.Length);

        if (count > 0)
            Add(subject[copied..]);
        return count;
    }

    /// <summary>Where the search goes on behind an empty match: a character further.</summary>
    public static int Next(ReadOnlySpan<byte> subject, int position, bool isUtf)
    {
        position++;
        while (isUtf && position < subject.Length && (subject[position] & 0xC0) == 0x80)
            position++;
        return position;
    }

    private void AddExpanded(ReadOnlySpan<byte> template, ReadOnlySpan<byte> subject, ReadOnlySpan<int> groups)
    {
        for (var dollar = template.IndexOf((byte)'$'); dollar >= 0; dollar = template.IndexOf((byte)'$'))
        {
            Add(template[..dollar]);
            template = template[(dollar + 1)..];
            template = template[Template.ReadReference(template, out var group)..];
            if (group < 0)
                Add("$"u8);
            else if ((2 * group) + 1 < groups.Length && groups[2 * group] >= 0)
                Add(subject[groups[2 * group]..Math.Max(groups[2 * group], groups[(2 * group) + 1])]);
        }

        Add(template);
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        if (bytes.Length - length < text.Length)
            Array.Resize(ref bytes, (int)Math.Min(Math.Max(2L * bytes.Length, (long)length + text.Length), Array.MaxLength));
        text.CopyTo(bytes.AsSpan(length));
        length += text.Length;
    }

    private void Reset()
    {
        length = 0;
        if (bytes.Length > LargestKept)
            bytes = new byte[1024];
    }
}
