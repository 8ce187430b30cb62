namespace Engine.LuaBridge.Api.OpenSslSymbols;

/// <summary>OpenSSL's functions for Lua code that declares and calls them itself.</summary>
internal static class OpenSslSymbolsApi
{
    public static readonly LuaApi Api = new("Api/OpenSslSymbols/openssl_symbols.lua");
}
