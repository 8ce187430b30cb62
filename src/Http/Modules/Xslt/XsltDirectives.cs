using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Xslt;

/// <summary>Directives with more than a value.</summary>
internal static class XsltDirectives
{
    /// <summary><c>xml_entities path</c></summary>
    public static void ReadEntities(DirectiveUse use, XsltConf conf)
    {
        if (conf.Dtd.IsSet)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        conf.Dtd.Set(Files(use).Dtd(use, use.FullPath(use[0])));
    }

    /// <summary><c>xslt_stylesheet path [name=expression …]</c></summary>
    public static void ReadStylesheet(DirectiveUse use, XsltConf conf)
    {
        var file = Files(use).Stylesheet(use, use.FullPath(use[0]));
        conf.Stylesheets.Add(new XsltStylesheet(file, [.. use.Arguments.Skip(1).Select(argument => ComplexValue.Compile(argument, use))]));
    }

    /// <summary><c>xslt_param name expression</c>, <c>xslt_string_param name text</c></summary>
    public static void ReadParameter(DirectiveUse use, XsltConf conf, bool isText) =>
        conf.Parameters.Add(new XsltParameter(ByteString.From(use[0]), ComplexValue.Compile(use[1], use), isText));

    /// <summary><c>xslt_types type …</c>: text/xml is always among them.</summary>
    public static void ReadTypes(DirectiveUse use, XsltConf conf)
    {
        if (!conf.Types.IsSet)
            conf.Types.Set(new MediaTypes("text/xml"));
        foreach (var type in use.Arguments)
        {
            if (!conf.Types.Value.Add(type))
                use.Warn($"duplicate MIME type \"{type}\"");
        }
    }

    private static XsltMainConf Files(DirectiveUse use) => XsltMainConf.Slot.Open(HttpScope.Of(use));
}
