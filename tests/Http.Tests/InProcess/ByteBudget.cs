namespace Engine.Http.Tests.InProcess;

/// <summary>What a request costs on the managed heap of the thread that serves it, once it has seen its traffic.</summary>
internal static class ByteBudget
{
    public static void AssertNothingIsAllocated(Action request, int warmUp, int measured)
    {
        Repeat(request, warmUp);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(request, measured);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero, $"{allocated / (double)measured} bytes a request");
    }

    private static void Repeat(Action request, int times)
    {
        for (var i = 0; i < times; i++)
            request();
    }
}
