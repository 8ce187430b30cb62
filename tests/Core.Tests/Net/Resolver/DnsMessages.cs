using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Engine.Core.Tests.Net.Resolver;

/// <summary>Puts DNS messages together, right ones and wrong ones.</summary>
internal sealed class DnsMessages
{
    private readonly List<byte> bytes = [];
    private readonly int[] counts = new int[4];

    private DnsMessages()
    {
    }

    /// <summary>A response to a query: its id and its question.</summary>
    public static DnsMessages AnswerTo(byte[] query, int flags = 0x8180)
    {
        var message = new DnsMessages();
        message.bytes.AddRange(query);
        message.counts[0] = 1;
        message.Put(2, flags);
        return message;
    }

    public static string NameOf(byte[] query)
    {
        var labels = new List<string>();
        for (var at = 12; query[at] != 0; at += query[at] + 1)
            labels.Add(Encoding.Latin1.GetString(query, at + 1, query[at]));
        return string.Join('.', labels);
    }

    public static int TypeOf(byte[] query) => BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(query.Length - 4));

    public static byte[] Name(string name)
    {
        var result = new List<byte>();
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
            result.AddRange([(byte)label.Length, .. Encoding.Latin1.GetBytes(label)]);
        return [.. result, 0];
    }

    public DnsMessages Address(string owner, string address, uint ttl = 300)
    {
        var data = IPAddress.Parse(address).GetAddressBytes();
        return Record(1, Name(owner), data.Length == 4 ? 1 : 28, data, ttl);
    }

    public DnsMessages Alias(string owner, string target, uint ttl = 300) => Record(1, Name(owner), 5, Name(target), ttl);

    public DnsMessages Pointer(string owner, string target, uint ttl = 300) => Record(1, Name(owner), 12, Name(target), ttl);

    public DnsMessages Service(string owner, int priority, int weight, int port, string target, uint ttl = 300) =>
        Record(1, Name(owner), 33, [0, (byte)priority, 0, (byte)weight, (byte)(port >> 8), (byte)port, .. Name(target)], ttl);

    /// <summary>The record that says how long a name does not exist.</summary>
    public DnsMessages Authority(string zone, byte seconds) =>
        Record(2, Name(zone), 6, [0, 0, .. new byte[19], seconds], seconds);

    public DnsMessages Record(int section, byte[] owner, int type, byte[] data, uint ttl = 300)
    {
        bytes.AddRange(owner);
        bytes.AddRange([(byte)(type >> 8), (byte)type, 0, 1, (byte)(ttl >> 24), (byte)(ttl >> 16), (byte)(ttl >> 8), (byte)ttl]);
        bytes.AddRange([(byte)(data.Length >> 8), (byte)data.Length, .. data]);
        counts[section]++;
        return this;
    }

    public DnsMessages WithId(int id)
    {
        Put(0, id);
        return this;
    }

    public byte[] Build()
    {
        for (var i = 0; i < counts.Length; i++)
            Put(4 + 2 * i, counts[i]);
        return [.. bytes];
    }

    private void Put(int offset, int value)
    {
        bytes[offset] = (byte)(value >> 8);
        bytes[offset + 1] = (byte)value;
    }
}
