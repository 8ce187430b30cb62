using Engine.Testing;

namespace Engine.Stream.Tests.Modules.Set;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SetModuleTests
{
    [Test]
    public void Set_InOrder_SeesEarlierValues()
    {
        using var server = ServerUnderTest.Start("stream { server { listen {port}; set $a 1; set $b $a$a; set $a 2; return $a-$b; } }");
        using var client = server.Connect();

        Assert.That(client.ReadToEnd(), Is.EqualTo("2-11"));
    }

    [Test]
    public void Set_OfAnotherServer_IsEmptyHere()
    {
        using var server = ServerUnderTest.Start("stream { server { listen {port}; return <$a>; } server { listen {port2}; set $a 1; return $a; } }");
        using var client = server.Connect();

        Assert.That(client.ReadToEnd(), Is.EqualTo("<>"));
    }

    [TestCase("set a 1;", "invalid variable name \"a\" in ")]
    [TestCase("set $ 1;", "invalid variable name \"$\" in ")]
    [TestCase("set $remote_addr 1;", "the duplicate \"remote_addr\" variable in ")]
    [TestCase("set $a $nothing;", "unknown \"nothing\" variable")]
    public void Set_OfWhatCannotBe_IsRefused(string directive, string message) =>
        Assert.That(ServerUnderTest.StartAndFail($"stream {{ server {{ listen {{port}}; {directive} return x; }} }}").Error, Does.Contain(message));
}
