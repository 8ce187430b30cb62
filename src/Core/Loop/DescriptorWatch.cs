namespace Engine.Core.Loop;

/// <summary>
/// A descriptor that is no socket, such as the end of a pipe, in a loop that can watch one. Edge-triggered: after a call of
/// <see cref="OnReady"/> there is another one only for what happens after the descriptor was found not ready.
/// </summary>
public abstract class DescriptorWatch : IEpollSource
{
    int IEpollSource.Index { get; set; } = -1;

    uint IEpollSource.Generation { get; set; }

    void IEpollSource.OnEvents(uint flags) => OnReady();

    /// <summary>Something can be read or written, or the other side is gone.</summary>
    protected abstract void OnReady();
}
