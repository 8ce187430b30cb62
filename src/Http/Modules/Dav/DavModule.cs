using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Parsing;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Dav;

/// <summary>ngx_http_dav_module: PUT, DELETE, MKCOL, COPY and MOVE of files (RFC 4918).</summary>
public sealed class DavModule : HttpModule
{
    private const ConfContext Any = ConfContext.HttpAny;

    private static readonly (string, HttpMethod)[] Methods =
    [
        ("off", 0), ("put", HttpMethod.Put), ("delete", HttpMethod.Delete), ("mkcol", HttpMethod.Mkcol),
        ("copy", HttpMethod.Copy), ("move", HttpMethod.Move),
    ];

    public override string Name => "dav";

    public override void Register(HttpModuleTable table)
    {
        var slot = DavConf.Slot;
        table.Slot(slot);
        table.Add(Take.Bits("dav_methods", Any, slot, static c => ref c.Methods, Methods, static (a, b) => a | b, "off",
            "PUT into a directory that does not exist is answered with 409 (RFC 4918 section 9.7.1), by nginx with 500"));
        table.Add(Take.Flag("create_full_put_path", Any, slot, static c => ref c.CreateFullPutPath, "off"));
        table.Add(Take.Number("min_delete_depth", Any, slot, static c => ref c.MinDeleteDepth, "0"));
        table.Add(Take.Custom("dav_access", Any, 1, 3, slot, static (use, conf) => FileRights.Read(use, ref conf.Access), "user:rw"));
        table.Handler(Phase.Content, DavHandler.Handle, static location => DavConf.Slot.Of(location).Methods.Value != 0);
    }
}

public sealed class DavConf : IConf<DavConf>
{
    public static readonly LocationSlot<DavConf> Slot = new();

    public Setting<HttpMethod> Methods;
    public Setting<bool> CreateFullPutPath;
    public Setting<long> MinDeleteDepth;
    public Setting<uint> Access;

    internal uint DirectoryAccess => FileRights.OfDirectories(Access.Value);

    public void MergeFrom(DavConf? outer, HttpConfiguration configuration)
    {
        Methods.MergeFrom(outer?.Methods ?? default, 0);
        CreateFullPutPath.MergeFrom(outer?.CreateFullPutPath ?? default, false);
        MinDeleteDepth.MergeFrom(outer?.MinDeleteDepth ?? default, 0);
        Access.MergeFrom(outer?.Access ?? default, FileRights.OwnerReadWrite);
    }
}
