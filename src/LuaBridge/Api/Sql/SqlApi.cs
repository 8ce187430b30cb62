namespace Engine.LuaBridge.Api.Sql;

/// <summary>ngx.quote_sql_str.</summary>
internal static class SqlApi
{
    public static readonly LuaApi Api = new("Api/Sql/sql.lua");
}
