using Engine.LuaBridge.Api.SharedDict;

namespace Engine.LuaBridge.Tests.Api;

/// <summary>A dict changes hands while it is used: at no time are two threads inside.</summary>
public sealed class DictOwnerTests
{
    private const int Threads = 4;
    private const int Rounds = 3000;
    private const int Operations = 200;

    [Test]
    public void Enter_ByOneThread_IsAlwaysItsOwn()
    {
        var owner = default(DictOwner);

        for (var i = 0; i < 3; i++)
        {
            var term = owner.Enter();
            Assert.That(term, Is.Zero);
            owner.Exit(term);
        }
    }

    [Test]
    public void Enter_ByManyThreads_IsOnceForAllTheLocksTurn()
    {
        var dict = new Guarded();
        using var start = new Barrier(Threads);
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() => Use(dict, start))).ToList();

        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());

        Assert.That(dict.Wrong, Is.Zero);
        Assert.That(dict.Owner.Enter(), Is.EqualTo(DictOwner.None));
    }

    /// <summary>Each round begins with a dict that nobody has had.</summary>
    private static void Use(Guarded dict, Barrier start)
    {
        for (var round = 0; round < Rounds; round++)
        {
            start.SignalAndWait();
            for (var i = 0; i < Operations; i++)
                dict.Add();
            start.SignalAndWait();
            if (Interlocked.Increment(ref dict.Done) % Threads == 0)
                dict.Check(Threads * Operations, isLast: round == Rounds - 1);
        }
    }

    private sealed class Guarded
    {
        public DictOwner Owner;
        public int Done;
        private DictLock gate;
        private int count;

        public int Wrong { get; private set; }

        public void Add()
        {
            var term = Owner.Enter();
            if (term == DictOwner.None)
                gate.Enter();
            count++;
            if (term == DictOwner.None)
                gate.Exit();
            else
                Owner.Exit(term);
        }

        public void Check(int expected, bool isLast)
        {
            if (count != expected)
                Wrong++;
            count = 0;
            if (!isLast)
                Owner = default;
        }
    }
}
