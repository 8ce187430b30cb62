using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Cgi;

/// <summary>The protocol object of one request, and the settings that it goes by.</summary>
internal interface ICgiProtocol<TConf>
{
    TConf Settings { set; }

    /// <summary>Lets go of everything of the request.</summary>
    void Clear();
}

/// <summary>What FastCGI, SCGI or uwsgi knows of one request.</summary>
internal sealed class CgiState<TProtocol, TConf> : ReusedState<CgiState<TProtocol, TConf>> where TProtocol : ICgiProtocol<TConf>, new()
{
    public static readonly RequestSlot<CgiState<TProtocol, TConf>> Slot = new();

    private readonly TProtocol protocol = new();

    public static TProtocol Begin(HttpRequest request, TConf conf)
    {
        var state = Rent(request);
        state.protocol.Settings = conf;
        Slot.Set(request, state);
        return state.protocol;
    }

    protected override void Clear() => protocol.Clear();
}
