using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Mp4;

/// <summary>ngx_http_mp4_module: parts of videos, <c>?start=seconds&amp;end=seconds</c>, made into a video of their own.</summary>
public sealed class Mp4Module : HttpModule
{
    public override string Name => "mp4";

    public override void Register(HttpModuleTable table)
    {
        var slot = Mp4Conf.Slot;
        const ConfContext levels = ConfContext.Http | ConfContext.HttpServer | ConfContext.HttpLocation;
        table.Slot(slot);
        table.Add(new Directive("mp4", ConfContext.HttpLocation, 0, 0, static use => HttpScope.Of(use).Location.ContentHandler = Mp4Handler.Handle));
        table.Add(Take.Size("mp4_buffer_size", levels, slot, static c => ref c.BufferSize, "512k"));
        table.Add(Take.Size("mp4_max_buffer_size", levels, slot, static c => ref c.MaxBufferSize, "10m"));
        table.Add(Take.Flag("mp4_start_key_frame", levels, slot, static c => ref c.StartsAtKeyFrame, "off"));
    }
}
