using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Srcache;

/// <summary>What became of the request's look-up, and of its response.</summary>
internal static class SrcacheVariables
{
    private static readonly ByteString Hit = ByteString.Copy("HIT"u8);
    private static readonly ByteString Miss = ByteString.Copy("MISS"u8);
    private static readonly ByteString Bypass = ByteString.Copy("BYPASS"u8);
    private static readonly ByteString Store = ByteString.Copy("STORE"u8);

    /// <summary>Seconds that a response which is stored is to stay in the cache; not found before its head is sent, and for any other.</summary>
    public static VariableValue Expire(HttpRequest request) =>
        SrcacheState.Slot.Of(request) is { Expire: >= 0 and var seconds } ? VariableValue.Of(request.Arena.Format(seconds)) : VariableValue.NotFound;

    public static VariableValue FetchStatus(HttpRequest request) => VariableValue.Of(SrcacheState.Slot.Of(request)?.Fetch switch
    {
        SrcacheFetchStatus.Hit => Hit,
        SrcacheFetchStatus.Miss => Miss,
        _ => Bypass,
    });

    public static VariableValue StoreStatus(HttpRequest request) =>
        VariableValue.Of(SrcacheState.Slot.Of(request) is { IsStored: true } ? Store : Bypass);
}
