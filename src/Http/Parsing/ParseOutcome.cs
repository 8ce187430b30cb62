namespace Engine.Http.Parsing;

public enum ParseOutcome
{
    /// <summary>What is there is valid and incomplete; nothing was consumed.</summary>
    NeedMore,

    /// <summary>One element (a line) was parsed.</summary>
    Done,

    /// <summary>The empty line that ends a field section was consumed.</summary>
    HeadDone,

    /// <summary>The peer broke the grammar; "consumed" is the offset of the byte that did.</summary>
    Invalid,
}
