using Engine.Core.Buffers;

namespace Engine.Core.Net.Resolver;

/// <summary>What a response says about one question.</summary>
internal sealed class DnsResponse
{
    public static readonly DnsResponse TimedOut = new() { Status = ResolverStatus.TimedOut };

    public ResolverStatus Status { get; set; }

    public List<NumericAddress> Addresses { get; } = [];

    public List<DnsService> Services { get; } = [];

    /// <summary>The name that a PTR record gives.</summary>
    public ByteString Pointer { get; set; }

    /// <summary>The end of the chain of CNAME records that begins with the name in question; empty when there is none.</summary>
    public ByteString Alias { get; set; }

    /// <summary>How many CNAME records that chain has.</summary>
    public int Aliases { get; set; }

    /// <summary>Seconds for which all of it holds.</summary>
    public uint TimeToLive { get; set; } = uint.MaxValue;

    /// <summary>Seconds for which "there is none" holds (RFC 2308 section 5); 0 when the server does not say.</summary>
    public uint NegativeTimeToLive { get; set; }

    /// <summary>There are records of the type that was asked for.</summary>
    public bool HasRecords => Addresses.Count > 0 || Services.Count > 0 || !Pointer.IsEmpty;
}

/// <summary>An SRV record (RFC 2782).</summary>
internal readonly record struct DnsService(int Priority, int Weight, int Port, ByteString Target);
