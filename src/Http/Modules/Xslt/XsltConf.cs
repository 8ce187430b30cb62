using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Responses;
using Engine.Interop.Libxslt;

namespace Engine.Http.Modules.Xslt;

/// <summary>A stylesheet and its own parameters, each argument one or several "name=expression", ":" between them.</summary>
internal sealed record XsltStylesheet(XsltFile File, ComplexValue[] Arguments);

/// <summary>A parameter for all stylesheets of a location.</summary>
internal sealed record XsltParameter(ByteString Name, ComplexValue Value, bool IsText);

/// <summary>The files of a configuration: each is read once.</summary>
public sealed class XsltMainConf : IConf<XsltMainConf>
{
    public static readonly MainSlot<XsltMainConf> Slot = new();

    private readonly Dictionary<string, XsltFile> stylesheets = [];
    private readonly Dictionary<string, XsltFile> dtds = [];

    public static bool IsAvailable => XsltFile.IsBuilt;

    internal XsltFile Stylesheet(DirectiveUse use, string path)
    {
        if (!stylesheets.TryGetValue(path, out var file))
            stylesheets[path] = file = Load(use, XsltFile.TryReadStylesheet(path, out var error), $"xsltParseStylesheetFile(\"{path}\")", error);
        return file;
    }

    internal XsltFile Dtd(DirectiveUse use, string path)
    {
        if (!dtds.TryGetValue(path, out var file))
            dtds[path] = file = Load(use, XsltFile.TryReadDtd(path, out var error), $"xmlParseDTD(\"{path}\")", error);
        return file;
    }

    public void MergeFrom(XsltMainConf? outer, HttpConfiguration configuration)
    {
    }

    public void Dispose()
    {
        foreach (var file in stylesheets.Values.Concat(dtds.Values))
            file.Dispose();
    }

    private static XsltFile Load(DirectiveUse use, XsltFile? file, string call, string error)
    {
        if (file is not null)
            return file;
        if (!XsltFile.TryLoadLibrary(out var missing))
            throw use.Error($"\"{use.Name}\" takes libengine_xslt.so beside the server and the system's libxslt: {missing}");
        throw use.Error(error.Length == 0 ? $"{call} failed" : $"{call} failed: \"{error.ReplaceLineEndings(" ")}\"");
    }
}

public sealed class XsltConf : IConf<XsltConf>
{
    public static readonly LocationSlot<XsltConf> Slot = new();

    private static readonly MediaTypes DefaultTypes = new("text/xml");

    public Setting<bool> LoadsEntities;
    public Setting<bool> KeepLastModified;
    public Setting<MediaTypes> Types;

    internal Setting<XsltFile?> Dtd;

    internal List<XsltStylesheet> Stylesheets { get; private set; } = [];

    internal List<XsltParameter> Parameters { get; private set; } = [];

    public void MergeFrom(XsltConf? outer, HttpConfiguration configuration)
    {
        LoadsEntities.MergeFrom(outer?.LoadsEntities ?? default, false);
        KeepLastModified.MergeFrom(outer?.KeepLastModified ?? default, false);
        Types.MergeFrom(outer?.Types ?? default, DefaultTypes);
        Dtd.MergeFrom(outer?.Dtd ?? default, null);
        if (Stylesheets.Count == 0 && outer is not null)
            Stylesheets = outer.Stylesheets;
        if (Parameters.Count == 0 && outer is not null)
            Parameters = outer.Parameters;
    }
}
