using System.Collections.Concurrent;
using Engine.Core.Buffers;

namespace Engine.Core.Net.Resolver;

/// <summary>
/// Answers until they expire; all workers read and write it, and reading takes no lock. Names may come from clients, so their number is
/// bounded: when it is reached, what has expired goes, and if that is not enough, all of it.
/// </summary>
internal sealed class ResolverCache
{
    public const int MaxAnswers = 10_000;

    private readonly ConcurrentDictionary<ByteString, ResolverAnswer> answers = new(ByteStringComparer.Instance);
    private int count;

    public int Count => Volatile.Read(ref count);

    public ResolverAnswer? Find(ReadOnlySpan<byte> name, long nowMs) =>
        answers.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var answer) && answer.ExpiresMs > nowMs ? answer : null;

    public void Keep(ByteString name, ResolverAnswer answer, long nowMs)
    {
        if (answer.ExpiresMs <= nowMs)
            return;
        if (answers.TryAdd(name, answer))
        {
            if (Interlocked.Increment(ref count) > MaxAnswers)
                Shrink(nowMs);
        }
        else
            answers[name] = answer;
    }

    private void Shrink(long nowMs)
    {
        foreach (var (name, answer) in answers)
        {
            if (answer.ExpiresMs <= nowMs && answers.TryRemove(name, out _))
                Interlocked.Decrement(ref count);
        }

        if (Count <= MaxAnswers)
            return;
        foreach (var name in answers.Keys)
        {
            if (answers.TryRemove(name, out _))
                Interlocked.Decrement(ref count);
        }
    }
}
