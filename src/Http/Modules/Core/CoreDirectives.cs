using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Locations;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Core;

/// <summary>Core directives whose arguments need more than a typed slot.</summary>
internal static class CoreDirectives
{
    public static void SetLargeClientHeaderBuffers(DirectiveUse use, CoreServerConf conf)
    {
        if (conf.LargeClientHeaderBuffers.IsSet)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        if (!int.TryParse(use[0], out var count) || count <= 0 || ConfUnits.ParseSize(use[1]) is not (> 0 and <= int.MaxValue and var size))
            throw use.Error($"\"{use.Name}\" directive invalid value");
        conf.LargeClientHeaderBuffers.Set(new BufferCount(count, (int)size));
    }

    public static void SetInternal(DirectiveUse use, CoreLocationConf conf)
    {
        if (conf.IsInternal)
            throw use.Error("\"internal\" directive is duplicate");
        conf.IsInternal = true;
    }

    public static void SetRoot(DirectiveUse use, CoreLocationConf conf) => SetPath(use, conf, ref conf.Root);

    public static void SetAlias(DirectiveUse use, CoreLocationConf conf)
    {
        var location = HttpScope.Of(use).Location;
        if (location.IsNamed)
            throw use.Error("the \"alias\" directive cannot be used inside the named location");
        SetPath(use, conf, ref conf.Alias);
    }

    public static void ReadTypes(DirectiveUse use, CoreLocationConf conf)
    {
        conf.OwnTypes ??= new TypesTable();
        use.ParseLines(words =>
        {
            var type = ByteString.From(words[0].Text);
            foreach (var extension in words.Skip(1))
            {
                if (conf.OwnTypes.Add(extension.Text, type) is { IsEmpty: false } previous)
                    use.Warn($"duplicate extension \"{extension.Text}\", content type: \"{type}\", previous content type: \"{previous}\"");
            }
        });
    }

    public static void SetTempPath(DirectiveUse use, ref Setting<TempPath> setting)
    {
        if (setting.IsSet)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        var levels = new int[use.Count - 1];
        for (var i = 0; i < levels.Length; i++)
        {
            if (!int.TryParse(use[i + 1], out levels[i]) || levels[i] is < 1 or > 3)
                throw use.Error("invalid value \"" + use[i + 1] + "\"");
        }

        setting.Set(new TempPath(use.FullPath(use[0]), levels));
    }

    public static void SetKeepAliveTimeout(DirectiveUse use, CoreLocationConf conf)
    {
        if (conf.KeepAliveTimeoutMs.IsSet)
            throw use.Error("\"keepalive_timeout\" directive is duplicate");
        conf.KeepAliveTimeoutMs.Set(ConfUnits.ParseDuration(use[0]) ?? throw use.Error("\"keepalive_timeout\" directive invalid value"));
        conf.KeepAliveHeaderSeconds.Set(use.Count < 2 ? 0 : ConfUnits.ParseDuration(use[1], seconds: true) ?? throw use.Error("\"keepalive_timeout\" directive invalid value"));
    }

    private static void SetPath(DirectiveUse use, CoreLocationConf conf, ref Setting<ComplexValue> setting)
    {
        var other = use.Name == "root" ? "alias" : "root";
        if (conf.Root.IsSet || conf.Alias.IsSet)
            throw use.Error(setting.IsSet ? $"\"{use.Name}\" directive is duplicate" : $"\"{use.Name}\" directive is duplicate, \"{other}\" directive was specified earlier");
        var path = use[0];
        if (path.Contains("$document_root", StringComparison.Ordinal) || path.Contains("${document_root}", StringComparison.Ordinal))
            throw use.Error("the $document_root variable cannot be used in the \"" + use.Name + "\" directive");
        if (path.Contains("$realpath_root", StringComparison.Ordinal) || path.Contains("${realpath_root}", StringComparison.Ordinal))
            throw use.Error("the $realpath_root variable cannot be used in the \"" + use.Name + "\" directive");
        if (!ComplexValue.HasVariables(path) || !path.StartsWith('$'))
            path = use.FullPath(path);
        // "root /dir/" and "root /dir" are the same; of an alias, the slash is part of the replacement.
        if (use.Name == "root" && path.Length > 1 && path.EndsWith('/'))
            path = path[..^1];
        setting.Set(ComplexValue.Compile(path, use));
    }
}

/// <summary><c>limit_except</c>: settings for the methods that are not named.</summary>
internal static class LimitExceptBlock
{
    public static void Read(DirectiveUse use, CoreLocationConf conf)
    {
        var scope = HttpScope.Of(use);
        if (conf.LimitExcept is not null)
            throw use.Error("\"limit_except\" directive is duplicate");
        var allowed = (Parsing.HttpMethod)0;
        foreach (var name in use.Arguments)
        {
            if (!Enum.TryParse<Parsing.HttpMethod>(name, ignoreCase: true, out var method) || method is Parsing.HttpMethod.Unknown or Parsing.HttpMethod.Connect or Parsing.HttpMethod.Trace || char.IsAsciiDigit(name[0]))
                throw use.Error($"invalid method \"{name}\"");
            allowed |= method;
        }

        // RFC 9110 section 9.3.2: who may GET may HEAD.
        if ((allowed & Parsing.HttpMethod.Get) != 0)
            allowed |= Parsing.HttpMethod.Head;
        var others = new Location(LocationKind.LimitExcept, scope.Location.Name, scope.Location);
        scope.Location.PseudoChildren.Add(others);
        conf.LimitExcept = (allowed, others);
        use.ParseBlock(scope.Nest(ConfContext.HttpLimitExcept, others));
    }
}
