using Engine.Core.Buffers;
using Engine.Http.Parsing;

namespace Engine.Http.Modules.Memc;

/// <summary>What a command is sent with and how it is answered.</summary>
internal enum MemcKind
{
    Get,

    /// <summary>key flags exptime length, then the value.</summary>
    Storage,
    Delete,

    /// <summary>key and a number.</summary>
    Arithmetic,
    FlushAll,
    Stats,
    Version,
}

/// <summary>A command of memcached's text protocol.</summary>
internal sealed record MemcCommand(ByteString Name, MemcKind Kind)
{
    private static readonly MemcCommand[] All =
    [
        Of("get", MemcKind.Get), Of("set", MemcKind.Storage), Of("add", MemcKind.Storage), Of("replace", MemcKind.Storage),
        Of("append", MemcKind.Storage), Of("prepend", MemcKind.Storage), Of("delete", MemcKind.Delete), Of("incr", MemcKind.Arithmetic),
        Of("decr", MemcKind.Arithmetic), Of("flush_all", MemcKind.FlushAll), Of("stats", MemcKind.Stats), Of("version", MemcKind.Version),
    ];

    public bool HasKey => Kind is MemcKind.Get or MemcKind.Storage or MemcKind.Delete or MemcKind.Arithmetic;

    public static MemcCommand? Find(ReadOnlySpan<byte> name)
    {
        foreach (var command in All)
        {
            if (command.Name.Equals(name))
                return command;
        }

        return null;
    }

    /// <summary>The command that a request's method stands for.</summary>
    public static MemcCommand? OfMethod(HttpMethod method) => method switch
    {
        HttpMethod.Get or HttpMethod.Head => Find("get"u8),
        HttpMethod.Post => Find("add"u8),
        HttpMethod.Put => Find("set"u8),
        HttpMethod.Delete => Find("delete"u8),
        _ => null,
    };

    private static MemcCommand Of(string name, MemcKind kind) => new(ByteString.From(name), kind);
}
