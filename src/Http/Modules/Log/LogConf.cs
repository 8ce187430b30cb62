using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Log.Access;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Log;

/// <summary>The formats of the http block, of which "combined" is there without being declared.</summary>
public sealed class LogMainConf : LogFormats, IConf<LogMainConf>
{
    public static readonly MainSlot<LogMainConf> Slot = new();

    private const string CombinedName = "combined";

    private const string CombinedText =
        "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\"";

    private LogFormat? combined;

    protected override string DefaultName => CombinedName;

    public void MergeFrom(LogMainConf? outer, HttpConfiguration configuration)
    {
    }

    /// <summary>What is logged where the configuration says nothing.</summary>
    internal AccessLog DefaultLog(HttpConfiguration configuration)
    {
        var cycle = configuration.Cycle;
        var file = cycle.LogFiles.Use(cycle.Environment.FullPath("logs/access.log"));
        Buffer((LogFile)file, default);
        return new AccessLog(Find(CombinedName, configuration.Variables)!) { Destination = file };
    }

    protected override LogFormat? Find(string name, VariableTable variables) =>
        name == CombinedName ? combined ??= Make(LogFormatText.Parse(CombinedText, variables), LogEscape.Default) : base.Find(name, variables);

    protected override bool Add(string name, LogFormat format) => name != CombinedName && base.Add(name, format);

    protected override LogFormat Make(LogFormatText text, LogEscape escape) => new HttpLogFormat(text, escape);
}

public sealed class LogConf : AccessLogSettings, IConf<LogConf>
{
    public static readonly LocationSlot<LogConf> Slot = new();

    public Setting<bool> EscapesNonAscii;

    public void MergeFrom(LogConf? outer, HttpConfiguration configuration)
    {
        MergeFrom(outer);
        EscapesNonAscii.MergeFrom(outer?.EscapesNonAscii ?? default, true);
    }

    /// <summary>As in nginx, the root of the request must exist: a client's Host must not make files for sites that are none.</summary>
    protected override bool MayWriteByPath(ScriptContext context)
    {
        var request = (HttpRequest)context;
        var root = PathMapper.Root(request);
        var errno = -Files.Status(request.Arena.Concat(root.Span, "\0"u8).Span, followLink: true, out var status);
        if (errno == 0 && status.IsDirectory)
            return true;
        if (errno is not (Errno.ENOENT or Errno.ENOTDIR))
            request.Log.Write(LogLevel.Error, request, $"testing \"{root}\" existence failed", errno == 0 ? Errno.ENOTDIR : errno);
        return false;
    }
}
