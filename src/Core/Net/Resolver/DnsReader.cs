using System.Buffers.Binary;
using Engine.Core.Buffers;

namespace Engine.Core.Net.Resolver;

/// <summary>Reads response messages (RFC 1035 section 4). Whatever a message holds, reading ends after one pass over its records.</summary>
internal ref struct DnsReader
{
    private const int HeaderLength = 12;
    private const int QuestionTail = 4;
    private const int RecordHead = 10;
    private const ushort Internet = 1;

    private readonly ReadOnlySpan<byte> message;
    private readonly ReadOnlySpan<byte> name;
    private readonly DnsRecordType type;
    private readonly List<Record> records = [];
    private int position;

    private DnsReader(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name, DnsRecordType type)
    {
        this.message = message;
        this.name = name;
        this.type = type;
    }

    private readonly int Flags => BinaryPrimitives.ReadUInt16BigEndian(message[2..]);

    private readonly int Code => Flags & 0xF;

    /// <summary>Reads what came as the answer to a query.</summary>
    /// <param name="response">Set when the outcome is Answer.</param>
    public static DnsOutcome Read(ReadOnlySpan<byte> message, ReadOnlySpan<byte> query, ReadOnlySpan<byte> name, DnsRecordType type, out DnsResponse? response)
    {
        var reader = new DnsReader(message, name, type);
        response = null;
        var outcome = reader.ReadHead(query);
        return outcome == DnsOutcome.Answer ? reader.ReadRecords(out response) : outcome;
    }

    /// <summary>The id and the question have to be those of the query; of a format error the question may be missing.</summary>
    private DnsOutcome ReadHead(ReadOnlySpan<byte> query)
    {
        const int responseAndOpcode = 0xF800;
        if (message.Length < HeaderLength || !message[..2].SequenceEqual(query[..2]) || (Flags & responseAndOpcode) != 0x8000)
            return DnsOutcome.Stray;
        var questions = Count(4);
        if (questions == 0 && Code == DnsResponseCode.FormatError)
            return DnsOutcome.Refused;
        position = HeaderLength;
        Span<byte> asked = stackalloc byte[DnsName.MaxLength];
        if (questions != 1 || !DnsName.TryRead(message, ref position, asked, out var length) || message.Length - position < QuestionTail)
            return DnsOutcome.Stray;
        if (!asked[..length].SequenceEqual(name) || Number(position) != (int)type || Number(position + 2) != Internet)
            return DnsOutcome.Stray;
        position += QuestionTail;
        if (Code == DnsResponseCode.FormatError)
            return DnsOutcome.Refused;
        const int truncated = 0x0200;
        return (Flags & truncated) != 0 ? DnsOutcome.Truncated : DnsOutcome.Answer;
    }

    private DnsOutcome ReadRecords(out DnsResponse? response)
    {
        response = null;
        var result = new DnsResponse { Status = (ResolverStatus)Code };
        if (Code is not DnsResponseCode.NoError and not DnsResponseCode.NotFound)
        {
            response = result;
            return DnsOutcome.Answer;
        }

        for (var count = Count(6); count > 0; count--)
        {
            if (!TryReadRecord(out var record))
                return DnsOutcome.Malformed;
            if (record.Type == DnsRecordType.Cname || record.Type == type)
                records.Add(record);
        }

        if (!TryCollect(result) || IsBesideThePoint(result))
            return DnsOutcome.Malformed;
        if (!result.HasRecords)
            result.NegativeTimeToLive = ReadNegativeTimeToLive();
        response = result;
        return DnsOutcome.Answer;
    }

    /// <summary>Of an address's name nginx does not take records of other types for the answer that there is none.</summary>
    private readonly bool IsBesideThePoint(DnsResponse result) =>
        type == DnsRecordType.Ptr && Code == DnsResponseCode.NoError && Count(6) > 0 && !result.HasRecords && result.Alias.IsEmpty;

    private bool TryReadRecord(out Record record)
    {
        record = default;
        Span<byte> owner = stackalloc byte[DnsName.MaxLength];
        if (!DnsName.TryRead(message, ref position, owner, out var length) || message.Length - position < RecordHead)
            return false;
        var recordType = Number(position) * (Number(position + 2) == Internet ? 1 : 0);
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(message[(position + 4)..]);
        var dataLength = Number(position + 8);
        position += RecordHead;
        if (dataLength > message.Length - position)
            return false;
        // RFC 2181 section 8: the highest bit of a time to live means 0.
        record = new Record((DnsRecordType)recordType, ByteString.Copy(owner[..length]), ttl > int.MaxValue ? 0 : ttl, position, dataLength);
        position += dataLength;
        return true;
    }

    /// <summary>Follows the aliases from the name in question and takes the records of its end; false when one of them is malformed.</summary>
    private readonly bool TryCollect(DnsResponse result)
    {
        var owner = name;
        while (result.Aliases <= NameLookup.MaxAliases && TryFindAlias(owner, out var alias))
        {
            if (!TryReadName(alias.Position, alias.Length, out var target))
                return false;
            result.Aliases++;
            result.Alias = target;
            result.TimeToLive = Math.Min(result.TimeToLive, alias.TimeToLive);
            owner = target.Span;
        }

        foreach (var record in records)
        {
            if (record.Type != type || !record.Owner.Equals(owner))
                continue;
            if (!TryTake(record, result))
                return false;
            result.TimeToLive = Math.Min(result.TimeToLive, record.TimeToLive);
        }

        return true;
    }

    private readonly bool TryFindAlias(ReadOnlySpan<byte> owner, out Record alias)
    {
        foreach (var record in records)
        {
            if (record.Type != DnsRecordType.Cname || !record.Owner.Equals(owner))
                continue;
            alias = record;
            return true;
        }

        alias = default;
        return false;
    }

    private readonly bool TryTake(in Record record, DnsResponse result)
    {
        var data = message.Slice(record.Position, record.Length);
        switch (type)
        {
            case DnsRecordType.A when data.Length == 4:
                result.Addresses.Add(new NumericAddress(BinaryPrimitives.ReadUInt32BigEndian(data), false));
                return true;
            case DnsRecordType.Aaaa when data.Length == 16:
                result.Addresses.Add(new NumericAddress(BinaryPrimitives.ReadUInt128BigEndian(data), true));
                return true;
            case DnsRecordType.Ptr when TryReadName(record.Position, record.Length, out var pointer):
                result.Pointer = pointer;
                return true;
            case DnsRecordType.Srv when data.Length > 6 && TryReadName(record.Position + 6, record.Length - 6, out var target):
                result.Services.Add(new DnsService(Number(record.Position), Number(record.Position + 2), Number(record.Position + 4), target));
                return true;
            default:
                return false;
        }
    }

    /// <summary>A name that fills its place.</summary>
    private readonly bool TryReadName(int start, int length, out ByteString target)
    {
        Span<byte> text = stackalloc byte[DnsName.MaxLength];
        var end = start;
        var isRead = DnsName.TryRead(message, ref end, text, out var textLength) && end == start + length;
        target = isRead ? ByteString.Copy(text[..textLength]) : default;
        return isRead;
    }

    /// <summary>The SOA record of the authority section says how long a name does not exist; what can't be read says nothing.</summary>
    private uint ReadNegativeTimeToLive()
    {
        for (var count = Count(8); count > 0 && TryReadRecord(out var record); count--)
        {
            if (record.Type == DnsRecordType.Soa && record.Length >= sizeof(uint))
                return Math.Min(record.TimeToLive, BinaryPrimitives.ReadUInt32BigEndian(message[(record.Position + record.Length - sizeof(uint))..]));
        }

        return 0;
    }

    private readonly int Count(int offset) => Number(offset);

    private readonly int Number(int offset) => BinaryPrimitives.ReadUInt16BigEndian(message[offset..]);

    private readonly record struct Record(DnsRecordType Type, ByteString Owner, uint TimeToLive, int Position, int Length);
}

/// <summary>What a message is to the one who asked.</summary>
internal enum DnsOutcome
{
    /// <summary>Not the answer to this query: ignored, the answer may still come.</summary>
    Stray,

    /// <summary>The answer is longer than a datagram: ask by TCP.</summary>
    Truncated,

    Answer,

    /// <summary>The server did not understand the query: another may.</summary>
    Refused,

    /// <summary>It answers the query, but can't be read.</summary>
    Malformed,
}
