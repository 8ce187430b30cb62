namespace Engine.Http.Modules.NotModified;

/// <summary>The value of If-Match and If-None-Match: "*" or entity tags with commas between them.</summary>
internal static class EntityTagList
{
    /// <param name="tag">The response's entity tag; empty when it has none.</param>
    /// <param name="isWeak">Weak comparison: a "W/" on either side makes no difference (RFC 9110 section 8.8.3.2).</param>
    public static bool Contains(ReadOnlySpan<byte> list, ReadOnlySpan<byte> tag, bool isWeak)
    {
        if (list is [(byte)'*'])
            return true;
        if (tag.IsEmpty)
            return false;
        if (isWeak)
            tag = WithoutWeakness(tag);
        while (!list.IsEmpty)
        {
            if (isWeak)
                list = WithoutWeakness(list);
            if (list.StartsWith(tag) && list[tag.Length..].TrimStart(" \t"u8) is [] or [(byte)',', ..])
                return true;
            var comma = list.IndexOf((byte)',');
            if (comma < 0)
                return false;
            list = list[comma..].TrimStart(" \t,"u8);
        }

        return false;
    }

    private static ReadOnlySpan<byte> WithoutWeakness(ReadOnlySpan<byte> tag) => tag is [(byte)'W', (byte)'/', _, ..] ? tag[2..] : tag;
}
