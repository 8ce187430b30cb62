namespace Engine.Core.Conf;

/// <summary>Where a directive may stand.</summary>
[Flags]
public enum ConfContext
{
    None = 0,
    Main = 1,
    Events = 1 << 1,
    Http = 1 << 2,
    HttpServer = 1 << 3,
    HttpServerIf = 1 << 4,
    HttpLocation = 1 << 5,
    HttpLocationIf = 1 << 6,
    HttpLimitExcept = 1 << 7,
    HttpUpstream = 1 << 8,
    Stream = 1 << 9,
    StreamServer = 1 << 10,
    StreamUpstream = 1 << 11,
    Mail = 1 << 12,
    MailServer = 1 << 13,

    /// <summary>http, server and location: where most directives stand.</summary>
    HttpAny = Http | HttpServer | HttpLocation,

    /// <summary>The same, and <c>if</c> in a location.</summary>
    HttpAnyIf = HttpAny | HttpLocationIf,
}

/// <summary>One open block while the configuration is read.</summary>
public abstract class ConfScope
{
    protected ConfScope(ConfContext context, ConfScope? parent)
    {
        Context = context;
        Parent = parent;
    }

    public ConfContext Context { get; }

    public ConfScope? Parent { get; }
}

/// <summary>Finds the conf object that a directive of some module sets, in the block that is being read.</summary>
public interface IConfSlot<TConf>
{
    /// <summary>The object of this level, made when it is the first directive of its module here.</summary>
    TConf Open(ConfScope scope);
}

/// <summary>A directive's value, and whether the configuration gave one at this level.</summary>
public struct Setting<T>
{
    public bool IsSet;
    public T Value;

    public void Set(T value)
    {
        Value = value;
        IsSet = true;
    }

    public readonly T Or(T fallback) => IsSet ? Value : fallback;

    /// <summary>Takes the outer level's value when this one has none, or the default.</summary>
    public void MergeFrom(in Setting<T> parent, T fallback)
    {
        if (!IsSet)
            Set(parent.IsSet ? parent.Value : fallback);
    }
}

/// <summary>Names the field of a conf object that a directive sets.</summary>
public delegate ref Setting<T> SettingOf<in TConf, T>(TConf conf);
