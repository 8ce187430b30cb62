using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Core.Net.Resolver;
using Engine.Core.Tests.Loop;

namespace Engine.Core.Tests.Net.Resolver;

[TestFixture("epoll")]
[TestFixture("sockets")]
public sealed class NameResolverTests(string method)
{
    private const int LongMs = 20_000;

    private readonly TestLoop test = new(method);

    [TearDown]
    public void NothingIsLeft() => test.Dispose();

    [Test]
    public void Resolve_BothFamilies_AreJoinedAndRemembered()
    {
        using var server = new ScriptedNameServer(static query => DnsMessages.TypeOf(query) == 1
            ? DnsMessages.AnswerTo(query).Address("a.net", "192.0.2.1").Build()
            : DnsMessages.AnswerTo(query).Address("a.net", "2001:db8::1").Build());
        var resolver = To(server, static settings => settings with { UsesIPv6 = true });

        Assert.That(Resolve(resolver, "A.net."), Is.EqualTo("192.0.2.1 2001:db8::1"));
        Assert.That(Resolve(resolver, "a.NET"), Is.EqualTo("192.0.2.1 2001:db8::1"));
        Assert.That(server.Asked, Has.Count.EqualTo(2));
    }

    [Test]
    public void Resolve_TimeToLiveZero_IsNotRemembered()
    {
        using var server = new ScriptedNameServer(static query => DnsMessages.AnswerTo(query).Address("a.net", "192.0.2.1", 0).Build());
        var resolver = To(server);

        Resolve(resolver, "a.net");
        Assert.That(Resolve(resolver, "a.net"), Is.EqualTo("192.0.2.1"));
        Assert.That(server.Asked, Has.Count.EqualTo(2));
        Assert.That(Resolve(new NameResolver(resolver.Settings with { ValidMs = 60_000 }), "a.net", twice: true), Is.EqualTo("192.0.2.1"));
        Assert.That(server.Asked, Has.Count.EqualTo(3));
    }

    [Test]
    public void Resolve_NotFound_IsRememberedOnlyWhenTheAuthoritySaysForHowLong()
    {
        using var server = new ScriptedNameServer(static query =>
        {
            var answer = DnsMessages.AnswerTo(query, 0x8183);
            return DnsMessages.NameOf(query) == "soa.net" ? answer.Authority("net", 3).Build() : answer.Build();
        });
        var resolver = To(server);

        Assert.That(Resolve(resolver, "no.net", twice: true), Is.EqualTo("NotFound"));
        Assert.That(Resolve(resolver, "soa.net", twice: true), Is.EqualTo("NotFound"));
        Assert.That(server.Names, Is.EqualTo(new[] { "no.net", "no.net", "soa.net" }));
    }

    [Test]
    public void Resolve_IdsAndPorts_AreDifferentForEachQuery()
    {
        using var server = new ScriptedNameServer(static query => DnsMessages.AnswerTo(query, 0x8183).Build());
        var resolver = To(server);

        for (var i = 0; i < 50; i++)
            Resolve(resolver, $"n{i}.net");

        var ids = server.Asked.Select(static asked => (asked.Query[0] << 8) + asked.Query[1]).ToArray();
        Assert.That(ids.Distinct().Count(), Is.GreaterThan(45));
        Assert.That(server.Asked.Select(static asked => asked.Port).Distinct().Count(), Is.GreaterThan(40));
        Assert.That(ids.Zip(ids.Skip(1)).Count(static pair => pair.Second - pair.First is 1 or -1), Is.LessThan(5));
    }

    [Test]
    public void Resolve_AskedAnewByAnotherWait_TakesNotTheAnswerOfBefore()
    {
        using var server = new ScriptedNameServer(static query => DnsMessages.AnswerTo(query)
            .Address(DnsMessages.NameOf(query), DnsMessages.NameOf(query) == "a.net" ? "192.0.2.1" : "192.0.2.2").Build());
        var resolver = To(server);
        var (first, second) = (new ResolverWait(test.Loop), new ResolverWait(test.Loop));

        var text = "";
        test.Run(async () =>
        {
            var one = first.ResolveAsync(resolver, "a.net"u8, LongMs);
            var two = second.ResolveAsync(resolver, "a.net"u8, LongMs);
            await one;
            second.Cancel();
            await two;
            text = Text((await second.ResolveAsync(resolver, "b.net"u8, LongMs)).Addresses);
        });

        Assert.That(text, Is.EqualTo("192.0.2.2"));
    }

    [Test]
    public void Resolve_ForgedAnswersFirst_AreIgnored()
    {
        using var server = new ScriptedNameServer(static (query, _) =>
        [
            DnsMessages.AnswerTo(query).WithId(((query[0] << 8) + query[1]) ^ 0x100).Address("a.net", "203.0.113.66").Build(),
            [],
            [0xFF],
            DnsMessages.AnswerTo([query[0], query[1], .. new byte[10], .. DnsMessages.Name("b.net"), 0, 1, 0, 1]).Address("a.net", "203.0.113.66").Build(),
            DnsMessages.AnswerTo(query).Address("a.net", "192.0.2.1").Build(),
        ]);

        Assert.That(Resolve(To(server), "a.net"), Is.EqualTo("192.0.2.1"));
    }

    [Test]
    public void Resolve_FloodOfForgedAnswers_AsksAgainWithOtherIdAndPort()
    {
        var asked = 0;
        using var server = new ScriptedNameServer((query, _) =>
        {
            var right = DnsMessages.AnswerTo(query).Address("a.net", "192.0.2.1").Build();
            return Interlocked.Increment(ref asked) > 1 ? [right]
                : Enumerable.Range(0, 40).Select(i => DnsMessages.AnswerTo(query).WithId(query[0] + (query[1] << 8) + i + 1).Address("a.net", "203.0.113.66").Build()).Append(right);
        });

        Assert.That(Resolve(To(server, settings => settings with { ResendMs = 50 }), "a.net"), Is.EqualTo("192.0.2.1"));
        Assert.That(server.Asked.Select(static query => (query.Port, query.Query[0], query.Query[1])).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public void Resolve_Truncated_AsksByTcp()
    {
        using var server = new ScriptedNameServer(static (query, isTcp) =>
            [isTcp ? Many(query, 500) : DnsMessages.AnswerTo(query, 0x8380).Address("a.net", "203.0.113.66").Build()]);

        Assert.That(Resolve(To(server), "a.net").Split(' '), Has.Length.EqualTo(500));
    }

    [Test]
    public void Resolve_TcpAnswerIsWrong_AsksTheNextServer()
    {
        using var bad = new ScriptedNameServer(static (query, isTcp) => [isTcp ? [1, 2, 3] : DnsMessages.AnswerTo(query, 0x8380).Build()]);
        using var good = new ScriptedNameServer(static query => DnsMessages.AnswerTo(query).Address("a.net", "192.0.2.1").Build());

        Assert.That(Resolve(To([bad.Address, good.Address]), "a.net"), Is.EqualTo("192.0.2.1"));
    }

    [Test]
    public void Resolve_SilentRefusingOrMumblingServer_AsksTheNext()
    {
        using var silent = new ScriptedNameServer(static _ => null);
        using var mumbling = new ScriptedNameServer(static query => DnsMessages.AnswerTo(query).Record(1, [0xC0, 12], 1, [1]).Build());
        using var puzzled = new ScriptedNameServer(static query => [query[0], query[1], 0x81, 0x81, .. new byte[8]]);
        using var good = new ScriptedNameServer(static query => DnsMessages.AnswerTo(query).Address("a.net", "192.0.2.1").Build());
        SocketAddress closed;
        using (var gone = new ScriptedNameServer(static _ => null))
            closed = gone.Address;

        var resolver = To([silent.Address, mumbling.Address, puzzled.Address, closed, good.Address]);
        Assert.That(Resolve(resolver, "a.net"), Is.EqualTo("192.0.2.1"));
    }

    [Test]
    public void Resolve_NobodyAnswers_TimesOut()
    {
        using var server = new ScriptedNameServer(static _ => null);
        var resolver = To(server, settings => settings with { ResendMs = 10 });

        Assert.That(Resolve(resolver, "a.net", timeoutMs: 60), Is.EqualTo("TimedOut"));
        test.RunUntil(() => resolver.PendingOn(test.Loop) == 0);
        Assert.That(server.Asked, Has.Count.GreaterThan(1));
    }

    [Test]
    public void Resolve_AnswerAfterTheAskerIsGone_FindsNobody()
    {
        using var answered = new ManualResetEventSlim();
        using var server = new ScriptedNameServer(query =>
        {
            answered.Wait();
            return DnsMessages.AnswerTo(query).Address("a.net", "192.0.2.1").Build();
        });
        var resolver = To(server);

        test.Run(async () =>
        {
            var wait = new ResolverWait(test.Loop);
            var asked = wait.ResolveAsync(resolver, "a.net"u8, LongMs);
            wait.Cancel();
            Assert.That((await asked).Status, Is.EqualTo(ResolverStatus.Cancelled));
            // The object asks the next question while the first is still under way.
            var second = wait.ResolveAsync(resolver, "a.net"u8, LongMs);
            answered.Set();
            Assert.That((await second).IsOk, Is.True);
        });
        Assert.That(server.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public void Resolve_SeveralAskers_ShareOneQueryAndHaveTimesOfTheirOwn()
    {
        using var answered = new ManualResetEventSlim();
        using var server = new ScriptedNameServer(query =>
        {
            answered.Wait();
            return DnsMessages.AnswerTo(query).Address("a.net", "192.0.2.1").Build();
        });
        var resolver = To(server);

        test.Run(async () =>
        {
            var hasty = new ResolverWait(test.Loop).ResolveAsync(resolver, "a.net"u8, 5);
            var patient = new ResolverWait(test.Loop).ResolveAsync(resolver, "a.net"u8, LongMs);
            Assert.That((await hasty).Status, Is.EqualTo(ResolverStatus.TimedOut));
            answered.Set();
            Assert.That((await patient).IsOk, Is.True);
        });
        Assert.That(server.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public void Resolve_AliasesOverManyResponses_AreFollowedToALimit()
    {
        using var server = new ScriptedNameServer(static query =>
        {
            var name = DnsMessages.NameOf(query);
            var number = int.Parse(name.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);
            return (number == 0 ? DnsMessages.AnswerTo(query).Address(name, "192.0.2.1") : DnsMessages.AnswerTo(query).Alias(name, $"{number - 1}.net")).Build();
        });
        var resolver = To(server);

        Assert.That(Resolve(resolver, "16.net"), Is.EqualTo("192.0.2.1"));
        Assert.That(Resolve(resolver, "99.net"), Is.EqualTo("NotFound"));
    }

    [Test]
    public void Resolve_AliasInOneOfTwoResponses_CountsIfThatOneComesLast()
    {
        const int A = 1;
        using var server = new ScriptedNameServer(static query =>
        {
            var (name, isA) = (DnsMessages.NameOf(query), DnsMessages.TypeOf(query) == A);
            var answer = DnsMessages.AnswerTo(query);
            return (name == "end.net" ? answer.Address(name, isA ? "192.0.2.1" : "2001:db8::1") : isA == (name == "first.net") ? answer.Alias(name, "end.net") : answer).Build();
        });
        var resolver = To(server, static settings => settings with { UsesIPv6 = true });

        Assert.That(Resolve(resolver, "first.net"), Is.EqualTo("NotFound"));
        Assert.That(Resolve(resolver, "last.net"), Is.EqualTo("192.0.2.1 2001:db8::1"));
    }

    [Test]
    public void Resolve_AliasOfItself_IsNotFound()
    {
        using var server = new ScriptedNameServer(static query => DnsMessages.AnswerTo(query).Alias("a.net", "b.net").Alias("b.net", "a.net").Build());

        Assert.That(Resolve(To(server), "a.net"), Is.EqualTo("NotFound"));
        Assert.That(server.Asked, Has.Count.LessThan(3));
    }

    [Test]
    public void Resolve_WhatNeedsNoServer_AsksNone()
    {
        using var server = new ScriptedNameServer(static _ => null);
        var hosts = new HostsFile("192.0.2.7 box.local Box # comment\n::1 box.local\nnonsense x\n");
        var resolver = To(server, settings => settings with { Hosts = hosts });

        Assert.That(Resolve(resolver, "BOX.local"), Is.EqualTo("192.0.2.7 ::1"));
        Assert.That(Resolve(resolver, "192.0.2.9"), Is.EqualTo("192.0.2.9"));
        Assert.That(Resolve(resolver, "2001:db8::5"), Is.EqualTo("2001:db8::5"));
        Assert.That(Resolve(resolver, "a..b"), Is.EqualTo("NotFound"));
        Assert.That(Resolve(resolver, new string('a', 64) + ".net"), Is.EqualTo("NotFound"));
        Assert.That(Resolve(NameResolver.OfHostsFile(), "nowhere.invalid"), Is.EqualTo("NotFound"));
        Assert.That(server.Asked, Is.Empty);
    }

    [Test]
    public void ResolveService_Targets_HavePrioritiesPortsAndAddresses()
    {
        using var server = new ScriptedNameServer(static query => DnsMessages.NameOf(query) switch
        {
            "_http._tcp.b.net" => DnsMessages.AnswerTo(query).Alias("_http._tcp.b.net", "_http._tcp.a.net").Build(),
            "_http._tcp.a.net" => DnsMessages.AnswerTo(query).Service("_http._tcp.a.net", 9, 1, 8081, "spare.net").Service("_http._tcp.a.net", 1, 5, 8080, "one.net").Service("_http._tcp.a.net", 1, 5, 8080, "gone.net").Build(),
            "one.net" => DnsMessages.AnswerTo(query).Address("one.net", "192.0.2.1").Build(),
            "spare.net" => DnsMessages.AnswerTo(query).Address("spare.net", "192.0.2.2").Build(),
            _ => DnsMessages.AnswerTo(query, 0x8183).Build(),
        });
        var resolver = To(server);

        test.Run(async () =>
        {
            var alias = await new ResolverWait(test.Loop).ResolveServiceAsync(resolver, "_http._tcp", "b.net", LongMs);
            Assert.That(alias.Services, Has.Length.EqualTo(2));
            var answer = await new ResolverWait(test.Loop).ResolveServiceAsync(resolver, "http", "a.net", LongMs);
            Assert.That(answer.Services.Select(static target => $"{target.Priority} {target.Weight} {Text(target.Addresses)}:{target.Port}"),
                Is.EqualTo(new[] { "1 5 192.0.2.1:8080", "9 1 192.0.2.2:8081" }));
        });
    }

    [TestCase("192.0.2.1", "1.2.0.192.in-addr.arpa")]
    [TestCase("2001:db8::1", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")]
    public void ResolveAddress_GivesTheName(string address, string question)
    {
        using var server = new ScriptedNameServer(query => DnsMessages.AnswerTo(query).Pointer(question, "Host.example.net").Build());
        NumericAddress.TryParse(System.Text.Encoding.ASCII.GetBytes(address), out var number);

        test.Run(async () =>
        {
            var answer = await new ResolverWait(test.Loop).ResolveAddressAsync(To(server), number, LongMs);
            Assert.That(answer.Name.ToString(), Is.EqualTo("host.example.net"));
        });
    }

    [Test]
    public void Resolve_MoreNamesThanTheCacheKeeps_StaysWithinItsBounds()
    {
        var cache = new ResolverCache();
        for (var i = 0; i < 3 * ResolverCache.MaxAnswers; i++)
            cache.Keep(ByteString.From($"n{i}"), new ResolverAnswer { ExpiresMs = i % 2 == 0 ? 10 : 1000 }, nowMs: i < 100 ? 5 : 20);
        Assert.That(cache.Count, Is.InRange(1, ResolverCache.MaxAnswers));
    }

    [Test]
    public void Find_KnownName_AllocatesNothing()
    {
        using var server = new ScriptedNameServer(static query => DnsMessages.AnswerTo(query).Address("a.net", "192.0.2.1").Build());
        var resolver = To(server);
        Resolve(resolver, "a.net");

        test.Run(async () =>
        {
            var wait = new ResolverWait(test.Loop);
            await wait.ResolveAsync(resolver, "a.net"u8, LongMs);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                await wait.ResolveAsync(resolver, "A.net"u8, LongMs);
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        });
    }

    private static byte[] Many(byte[] query, int count)
    {
        var message = DnsMessages.AnswerTo(query);
        for (var i = 0; i < count; i++)
            message.Address("a.net", $"198.18.{i >> 8}.{i & 255}");
        return message.Build();
    }

    private static NameResolver To(ScriptedNameServer server, Func<ResolverSettings, ResolverSettings>? change = null) => To([server.Address], change);

    private static NameResolver To(SocketAddress[] servers, Func<ResolverSettings, ResolverSettings>? change = null)
    {
        var settings = new ResolverSettings { Servers = servers, UsesIPv6 = false, ResendToNextMs = 30 };
        return new NameResolver(change is null ? settings : change(settings));
    }

    private string Resolve(NameResolver resolver, string name, bool twice = false, int timeoutMs = LongMs)
    {
        var text = "";
        test.Run(async () =>
        {
            var wait = new ResolverWait(test.Loop);
            var bytes = System.Text.Encoding.Latin1.GetBytes(name);
            if (twice)
                await wait.ResolveAsync(resolver, bytes, timeoutMs);
            var answer = await wait.ResolveAsync(resolver, bytes, timeoutMs);
            text = answer.IsOk ? Text(answer.Addresses) : answer.Status.ToString();
        });
        return text;
    }

    private static string Text(NumericAddress[] addresses) =>
        string.Join(' ', addresses.Select(static address => SocketAddress.Of(address, 1).ToIPAddress().ToString()));
}
