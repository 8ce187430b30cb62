using Engine.Testing;

namespace Engine.Http.Tests.Modules;

/// <summary>The life of Perl's interpreters: one on each worker, gone with its configuration.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class PerlTests
{
    private const string Lifetimes = """
        package Lifetimes;
        use nginx;
        sub note { open my $file, '>>', "$ENV{FOLDER}/html/notes" or die; print $file "$_[0]\n"; close $file }
        sub handler { my $r = shift; $r->send_http_header; $r->print(++$main::calls); return OK }
        END { note("end after " . ($main::calls // 0)) }
        1;
        """;

    [Test]
    public void Perl_SeveralWorkers_EachHasStateOfItsOwn()
    {
        using var server = ServerUnderTest.Start("""
            worker_processes 4;
            http { server { listen {port}; location / {
                perl 'sub { my $r = shift; $r->send_http_header; $r->print(++$main::calls); return OK }';
            } } }
            """);

        var calls = Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(16).SelectMany(_ => CallsOfOneConnection(server)).ToArray();

        // Each worker has counted its own requests: as many ones as workers that served, and as many requests in all as were sent.
        Assert.That(calls, Has.Length.EqualTo(16 * 50));
        Assert.That(calls.Count(static call => call == 1), Is.InRange(1, 4));
        Assert.That(calls.GroupBy(static call => call).Max(static group => group.Count()), Is.LessThanOrEqualTo(4));
    }

    [Test]
    public void Perl_Reload_OldCodeEndsWhenItsRequestsHave()
    {
        if (ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("nginx ends interpreters otherwise");
        using var prefix = new ServerPrefix();
        prefix.WriteLatin1File("html/Lifetimes.pm", Lifetimes);
        var conf = $$"""
            env FOLDER={{prefix.Root}};
            http { perl_modules html; perl_require Lifetimes.pm; server { listen {port}; location / { perl Lifetimes::handler; } location /which { return 200 first; } } }
            """;
        using var server = ServerUnderTest.Start(conf, prefix);
        Assert.That(server.Get("/").Body + server.Get("/").Body, Is.EqualTo("12"));

        server.Reload(conf.Replace("first", "second", StringComparison.Ordinal));
        var notes = new LogFile(prefix.PathOf("html/notes"));
        Assert.That(SafetyTimeout.WaitUntil(() => notes.Text == "end after 2\n"), Is.True, () => notes.Text);
        Assert.That(SafetyTimeout.WaitUntil(() => server.Get("/which").Body == "second"), Is.True, "the new configuration");

        Assert.That(server.Get("/").Body, Is.EqualTo("1"), "state of the new configuration");
        server.Quit();
        Assert.That(notes.Text, Is.EqualTo("end after 2\nend after 1\n"));
    }

    [Test]
    public void Perl_ClientIsGoneWhileCodeSleeps_LaterHandlerIsNotCalled()
    {
        using var server = ServerUnderTest.Start("""
            http { server { listen {port};
                location /sleep { perl 'sub { my $r = shift; $main::slept = 0; $r->sleep(60000, sub { $main::slept = 1; return OK }); return OK }'; }
                location / { perl 'sub { my $r = shift; $r->send_http_header; $r->print($main::slept); return OK }'; }
            } }
            """);
        using (var connection = server.Connect())
        {
            connection.Send("GET /sleep HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.That(SafetyTimeout.WaitUntil(() => server.Get("/").Body == "0"), Is.True, "the handler sleeps");
        }

        // A quit waits for requests: this one is over.
        server.Quit();
    }

    /// <summary>The client reads slowly, so that output queues up behind Perl, which does not wait.</summary>
    [Test]
    public void Print_MoreThanTheConnectionTakes_ArrivesWhole()
    {
        using var server = ServerUnderTest.Start("""
            http { server { listen {port} sndbuf=8k; location / {
                perl 'sub { my $r = shift; $r->send_http_header; $r->print($_ % 10 x 10_000) for 1 .. 1000; $r->sleep(1, sub { $_[0]->print("end"); return OK }); return OK }';
            } } }
            """);

        var body = server.Get("/").Body;

        Assert.That(body, Has.Length.EqualTo(10_000_003));
        Assert.That(body, Does.EndWith(new string('0', 10_000) + "end"));
    }

    private static IEnumerable<int> CallsOfOneConnection(ServerUnderTest server)
    {
        using var connection = server.Connect();
        return [.. Enumerable.Range(0, 50).Select(_ => int.Parse(connection.Get("/").Body))];
    }
}
