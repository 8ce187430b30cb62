namespace Engine.Core.Net.Resolver;

/// <summary>The record types that are asked for or followed (RFC 1035 section 3.2.2, RFC 3596, RFC 2782).</summary>
internal enum DnsRecordType : ushort
{
    A = 1,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Aaaa = 28,
    Srv = 33,
}

/// <summary>The header's response code (RFC 1035 section 4.1.1).</summary>
internal static class DnsResponseCode
{
    public const int NoError = 0;
    public const int FormatError = 1;
    public const int NotFound = 3;
}
