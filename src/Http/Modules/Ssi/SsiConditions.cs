namespace Engine.Http.Modules.Ssi;

/// <summary>The <c>if</c> commands that are open. nginx knows one at a time; here they may nest.</summary>
internal sealed class SsiConditions
{
    private readonly Stack<Frame> outer = new();
    private Frame current = Frame.Outside;

    /// <summary>What stands here is for the client.</summary>
    public bool IsOutput => current.IsOutput;

    /// <summary>The <c>if</c> stands in a branch that is not taken.</summary>
    public bool IsHidden => current.IsHidden;

    /// <summary>A branch has been taken.</summary>
    public bool IsChosen => current.IsChosen;

    /// <summary>An <c>elif</c> or <c>else</c> may stand here.</summary>
    public bool IsInIf => current.Kind == FrameKind.If;

    /// <summary>Opens an <c>if</c>.</summary>
    public void Open(bool holds) => Push(new Frame(FrameKind.If, !current.IsOutput, holds && current.IsOutput, holds));

    /// <summary>Opens one whose condition is none: all of it is output, and what belongs to it is out of place.</summary>
    public void OpenInvalid()
    {
        // nginx has nothing to remember it by; nested in another one it must not end that.
        if (outer.Count > 0 || current.Kind != FrameKind.None)
            Push(new Frame(FrameKind.Invalid, !current.IsOutput, current.IsOutput, true));
    }

    public void ElseIf(bool holds) => current = current with { IsOutput = holds && !current.IsHidden, IsChosen = current.IsChosen || holds };

    public void Else() => current = new Frame(FrameKind.Else, current.IsHidden, !current.IsChosen && !current.IsHidden, true);

    /// <summary>False when there is nothing to end.</summary>
    public bool TryEnd()
    {
        if (current.Kind == FrameKind.None)
            return false;
        var isValid = current.Kind != FrameKind.Invalid;
        current = outer.Pop();
        return isValid;
    }

    public void Clear()
    {
        outer.Clear();
        current = Frame.Outside;
    }

    private void Push(Frame frame)
    {
        outer.Push(current);
        current = frame;
    }

    private enum FrameKind
    {
        None,
        If,
        Else,
        Invalid,
    }

    private readonly record struct Frame(FrameKind Kind, bool IsHidden, bool IsOutput, bool IsChosen)
    {
        public static readonly Frame Outside = new(FrameKind.None, false, true, false);
    }
}
