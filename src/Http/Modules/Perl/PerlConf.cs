using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Perl;

/// <summary>Perl code of the configuration: the text of a function, or the name of one.</summary>
/// <param name="Index">Its place among all code of the configuration.</param>
public sealed record PerlSource(string Text, string File, int Line, int Index)
{
    /// <summary>The text as log lines show it.</summary>
    public ByteString Bytes { get; } = ByteString.From(Text);

    /// <summary>It is code itself, not the name of a function.</summary>
    public bool IsCode { get; } = Text.StartsWith("sub ", StringComparison.Ordinal) || Text.StartsWith("sub{", StringComparison.Ordinal)
        || Text.StartsWith("use ", StringComparison.Ordinal);

    /// <param name="argument">The argument of the directive that it is.</param>
    public static PerlSource Read(DirectiveUse use, int argument, int index) => new(use[argument], use.File, use.Line, index);
}

/// <summary>What the http block says of Perl.</summary>
public sealed class PerlMainConf : IConf<PerlMainConf>
{
    public static readonly MainSlot<PerlMainConf> Slot = new();

    /// <summary>Directories in front of <c>@INC</c>, absolute.</summary>
    public List<string> Modules { get; } = [];

    /// <summary>Modules that an interpreter loads when it starts.</summary>
    public List<PerlSource> Requires { get; } = [];

    /// <summary>The code of all <c>perl</c> and <c>perl_set</c>.</summary>
    public List<PerlSource> Sources { get; } = [];

    internal PerlInterpreters Interpreters { get; set; } = null!;

    internal PerlSource Add(DirectiveUse use, int argument)
    {
        var source = PerlSource.Read(use, argument, Sources.Count);
        Sources.Add(source);
        return source;
    }

    public void MergeFrom(PerlMainConf? outer, HttpConfiguration configuration)
    {
    }
}

/// <summary>The code that answers for a location.</summary>
public sealed class PerlLocationConf : IConf<PerlLocationConf>
{
    public static readonly LocationSlot<PerlLocationConf> Slot = new();

    public Setting<PerlSource> Handler;

    public void MergeFrom(PerlLocationConf? outer, HttpConfiguration configuration)
    {
        if (!Handler.IsSet && outer is not null)
            Handler = outer.Handler;
    }
}
