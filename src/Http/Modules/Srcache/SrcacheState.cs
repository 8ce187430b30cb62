using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Srcache;

internal enum SrcacheFetchStatus
{
    /// <summary>The cache was not asked.</summary>
    Bypass,

    /// <summary>It had nothing, or nothing of use.</summary>
    Miss,

    /// <summary>The response comes from it.</summary>
    Hit,
}

/// <summary>What the module knows of one request.</summary>
internal sealed class SrcacheState : ReusedState<SrcacheState>
{
    public static readonly RequestSlot<SrcacheState> Slot = new();

    public SrcacheFetchStatus Fetch { get; set; }

    /// <summary>What the cache answered.</summary>
    public FetchExchange Cached { get; } = new();

    /// <summary>The response is stored, or will be if nothing comes in between.</summary>
    public bool IsStored { get; private set; }

    /// <summary>The response's pieces are being collected.</summary>
    public bool IsCollecting { get; private set; }

    /// <summary>Seconds that the response is to stay in the cache; -1 when it is not stored.</summary>
    public long Expire { get; private set; } = -1;

    /// <summary>Head and body of the response, as they are stored.</summary>
    public StoredBytes Bytes { get; } = new();

    /// <summary>The response's status when its head was written.</summary>
    public int Status { get; set; }

    /// <summary>Where in them the fields begin that the server does not compute.</summary>
    public int FieldsStart { get; set; }

    /// <summary>Where the body begins.</summary>
    public int BodyStart { get; set; }

    /// <summary>The first piece of the body has come.</summary>
    public bool HasBody { get; set; }

    /// <summary>The body's length as it was announced; -1 when it was not.</summary>
    public long AnnouncedLength { get; set; }

    /// <summary>The request has passed the checks of the access phase.</summary>
    public static SrcacheState Begin(HttpRequest request)
    {
        var state = Rent(request);
        Slot.Set(request, state);
        return state;
    }

    /// <summary>From here on the response is collected.</summary>
    public void BeginCollecting(long expire)
    {
        IsStored = IsCollecting = true;
        Expire = expire;
        HasBody = false;
    }

    /// <summary>The response will not be stored.</summary>
    public void GiveUp()
    {
        EndCollecting();
        IsStored = false;
        Expire = -1;
    }

    /// <summary>The bytes are not needed any more.</summary>
    public void EndCollecting()
    {
        IsCollecting = false;
        Bytes.Release();
    }

    protected override void Clear()
    {
        GiveUp();
        Fetch = SrcacheFetchStatus.Bypass;
        Cached.Reset();
    }
}
