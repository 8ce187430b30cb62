using Engine.Core.Buffers;

namespace Engine.Core.Net.Resolver;

/// <summary>What became of a question to the name servers: 0, a response code of theirs (RFC 1035 section 4.1.1), or an end of our own.</summary>
public enum ResolverStatus
{
    Ok = 0,
    FormatError = 1,
    ServerFailure = 2,
    NotFound = 3,
    NotImplemented = 4,
    Refused = 5,
    TimedOut = 110,

    /// <summary>The one who asked gave up.</summary>
    Cancelled = 125,
}

public static class ResolverStatusWords
{
    /// <summary>As nginx says it: "%V could not be resolved (3: Host not found)".</summary>
    public static string Describe(this ResolverStatus status) => status switch
    {
        ResolverStatus.FormatError => "Format error",
        ResolverStatus.ServerFailure => "Server failure",
        ResolverStatus.NotFound => "Host not found",
        ResolverStatus.NotImplemented => "Unimplemented",
        ResolverStatus.Refused => "Operation refused",
        ResolverStatus.TimedOut => "Operation timed out",
        _ => "Unknown error",
    };
}

/// <summary>One place where a service is offered (RFC 2782), with the addresses of its host.</summary>
public readonly record struct ServiceTarget(int Priority, int Weight, int Port, ByteString Host, NumericAddress[] Addresses);

/// <summary>The answer to a question; does not change, and may be shared by all workers.</summary>
public sealed class ResolverAnswer
{
    internal static readonly ResolverAnswer TimedOut = new(ResolverStatus.TimedOut);
    internal static readonly ResolverAnswer NotFound = new(ResolverStatus.NotFound);
    internal static readonly ResolverAnswer Cancelled = new(ResolverStatus.Cancelled);

    internal ResolverAnswer(ResolverStatus status) => Status = status;

    public ResolverAnswer(params NumericAddress[] addresses) => Addresses = addresses;

    public ResolverStatus Status { get; }

    /// <summary>Of a name, in the servers' order, IPv4 first.</summary>
    public NumericAddress[] Addresses { get; init; } = [];

    /// <summary>Of a service, by rising priority.</summary>
    public ServiceTarget[] Services { get; init; } = [];

    /// <summary>Of an address: its name.</summary>
    public ByteString Name { get; init; }

    /// <summary>Until when it holds, by <see cref="Loop.LoopClock.SharedMs"/>; 0 when it is not to be kept.</summary>
    public long ExpiresMs { get; init; }

    /// <summary>Something that the one who uses the answer derives from it and keeps with it. Any worker may replace it.</summary>
    public object? Derived { get; set; }

    public bool IsOk => Status == ResolverStatus.Ok;
}
