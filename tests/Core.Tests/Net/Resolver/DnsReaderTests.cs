using Engine.Core.Net.Resolver;

namespace Engine.Core.Tests.Net.Resolver;

public sealed class DnsReaderTests
{
    private const string Host = "www.example.net";

    private readonly byte[] query = QueryFor(Host, DnsRecordType.A);

    [Test]
    public void Read_Addresses_AreThoseOfTheName()
    {
        var response = Answer(DnsMessages.AnswerTo(query).Address(Host, "192.0.2.1", 60).Address("other.example.net", "192.0.2.9", 1).Address(Host, "192.0.2.2", 30));

        Assert.That(response.Addresses.Select(static address => (uint)address.Number), Is.EqualTo(new uint[] { 0xC0000201, 0xC0000202 }));
        Assert.That(response.TimeToLive, Is.EqualTo(30));
    }

    [Test]
    public void Read_Aliases_AreFollowedInAnyOrder()
    {
        var response = Answer(DnsMessages.AnswerTo(query).Address("c.net", "192.0.2.1").Alias("b.net", "c.net", 5).Alias(Host, "b.net"));

        Assert.That(response.Addresses, Has.Count.EqualTo(1));
        Assert.That((response.Aliases, response.TimeToLive, response.Alias.ToString()), Is.EqualTo((2, 5u, "c.net")));
    }

    [Test]
    public void Read_AliasesInACircle_End()
    {
        var response = Answer(DnsMessages.AnswerTo(query).Alias(Host, "b.net").Alias("b.net", Host));

        Assert.That(response.HasRecords, Is.False);
        Assert.That(response.Aliases, Is.EqualTo(NameLookup.MaxAliases + 1));
    }

    [Test]
    public void Read_Truncated_IsToldBeforeRecordsAreLookedAt() =>
        Assert.That(Outcome(DnsMessages.AnswerTo(query, 0x8380).Build()[..^0]), Is.EqualTo(DnsOutcome.Truncated));

    [Test]
    public void Read_WhatDoesNotAnswerTheQuery_IsStray()
    {
        var right = DnsMessages.AnswerTo(query).Address(Host, "192.0.2.1");
        var id = (query[0] << 8) + query[1];
        Assert.That(Outcome(right.Build()), Is.EqualTo(DnsOutcome.Answer));
        Assert.That(Outcome(right.WithId(id ^ 1).Build()), Is.EqualTo(DnsOutcome.Stray), "the id");
        Assert.That(Outcome(DnsMessages.AnswerTo(query, 0x0100).Build()), Is.EqualTo(DnsOutcome.Stray), "a query");
        Assert.That(Outcome(DnsMessages.AnswerTo(query, 0xA180).Build()), Is.EqualTo(DnsOutcome.Stray), "the opcode");
        Assert.That(Outcome(Renamed("wwx.example.net", DnsRecordType.A)), Is.EqualTo(DnsOutcome.Stray), "the name");
        Assert.That(Outcome(Renamed(Host, DnsRecordType.Aaaa)), Is.EqualTo(DnsOutcome.Stray), "the type");
        Assert.That(Outcome(Renamed("WWW.EXAMPLE.NET", DnsRecordType.A)), Is.EqualTo(DnsOutcome.Answer), "the case of the name");
    }

    /// <summary>As nginx: such a server is asked again instead of being believed.</summary>
    [Test]
    public void Read_OtherRecordsInPlaceOfAPointer_AreMalformed()
    {
        const string reverse = "1.2.0.192.in-addr.arpa";
        var asked = QueryFor(reverse, DnsRecordType.Ptr);
        var message = DnsMessages.AnswerTo(asked).Record(1, DnsMessages.Name(reverse), 39, DnsMessages.Name("a.example.net")).Build();

        Assert.That(DnsReader.Read(message, asked, System.Text.Encoding.ASCII.GetBytes(reverse), DnsRecordType.Ptr, out _), Is.EqualTo(DnsOutcome.Malformed));
    }

    [Test]
    public void Read_RecordOfWrongSize_IsMalformed()
    {
        Assert.That(Outcome(DnsMessages.AnswerTo(query).Record(1, DnsMessages.Name(Host), 1, [])!.Build()), Is.EqualTo(DnsOutcome.Malformed));
        Assert.That(Outcome(DnsMessages.AnswerTo(query).Record(1, DnsMessages.Name(Host), 1, [127, 0, 0, 1, 0]).Build()), Is.EqualTo(DnsOutcome.Malformed));
        Assert.That(Outcome(DnsMessages.AnswerTo(query).Record(1, DnsMessages.Name(Host), 5, [0xC0, 0xFF]).Build()), Is.EqualTo(DnsOutcome.Malformed));
        Assert.That(Outcome(DnsMessages.AnswerTo(query).Record(1, DnsMessages.Name(Host), 5, [1, (byte)'a', 0, 0]).Build()), Is.EqualTo(DnsOutcome.Malformed));
    }

    [Test]
    public void Read_TimeToLiveWithHighestBit_IsZero() =>
        Assert.That(Answer(DnsMessages.AnswerTo(query).Address(Host, "192.0.2.1", 0x80000001)).TimeToLive, Is.Zero);

    [Test]
    public void Read_NotFound_HoldsAsLongAsTheAuthoritySays()
    {
        var response = Answer(DnsMessages.AnswerTo(query, 0x8183).Authority("example.net", 7));

        Assert.That((response.Status, response.NegativeTimeToLive), Is.EqualTo((ResolverStatus.NotFound, 7u)));
    }

    [Test]
    public void Read_CutAnywhere_IsNeverAnAnswerWithLess()
    {
        var whole = DnsMessages.AnswerTo(query).Alias(Host, "b.net").Address("b.net", "192.0.2.1").Address("b.net", "192.0.2.2").Build();
        for (var length = 0; length < whole.Length; length++)
            Assert.That(Outcome(whole[..length]), Is.EqualTo(length < query.Length ? DnsOutcome.Stray : DnsOutcome.Malformed), $"{length} octets");
    }

    [Test]
    public void Read_DamagedMessages_NeitherThrowNorHang()
    {
        var random = new Random(20211);
        var whole = DnsMessages.AnswerTo(query).Alias(Host, "b.net").Record(1, [0xC0, 12], 1, [192, 0, 2, 1]).Address("b.net", "192.0.2.1").Authority("net", 9).Build();
        for (var round = 0; round < 50_000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var changes = random.Next(1, 8); changes > 0; changes--)
                damaged[random.Next(2, damaged.Length)] = (byte)random.Next(256);
            // Most of them keep the id and the question, so that the records are reached.
            if (random.Next(4) > 0)
                query.AsSpan(12).CopyTo(damaged.AsSpan(12));
            Assert.That(() => Outcome(damaged[..random.Next(damaged.Length + 1)]), Throws.Nothing);
        }
    }

    [Test]
    public void Read_ManyPointersToPointers_CostNoMoreThanTheirLength()
    {
        // Each owner name is a pointer to the one before: a long chain for every record.
        var message = DnsMessages.AnswerTo(query);
        var at = query.Length;
        message.Record(1, [0xC0, 12], 99, []);
        for (var i = 0; i < 1000; i++)
        {
            message.Record(1, [(byte)(0xC0 | (at >> 8)), (byte)at], 99, []);
            at += 12;
        }

        Assert.That(Outcome(message.Build()), Is.EqualTo(DnsOutcome.Answer));
    }

    private static byte[] QueryFor(string name, DnsRecordType type)
    {
        var buffer = new byte[DnsQuery.MaxLength];
        return buffer[..DnsQuery.Write(buffer, System.Text.Encoding.Latin1.GetBytes(name), type)];
    }

    private byte[] Renamed(string name, DnsRecordType type)
    {
        var other = QueryFor(name, type);
        query.AsSpan(0, 2).CopyTo(other);
        return DnsMessages.AnswerTo(other).Address(name, "192.0.2.1").Build();
    }

    private DnsResponse Answer(DnsMessages message)
    {
        var outcome = DnsReader.Read(message.Build(), query, "www.example.net"u8, DnsRecordType.A, out var response);
        Assert.That(outcome, Is.EqualTo(DnsOutcome.Answer));
        return response!;
    }

    private DnsOutcome Outcome(byte[] message) => DnsReader.Read(message, query, "www.example.net"u8, DnsRecordType.A, out _);
}
