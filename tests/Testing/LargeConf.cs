using System.Globalization;
using System.Text;

namespace Engine.Testing;

/// <summary>
/// Configurations that are large in one thing, as the content of an http block on {port}. Each answers number i of its things with
/// "number i", and tells how number i is asked for.
/// </summary>
public sealed record LargeConf(string Http, Func<int, (string Host, string Target)> Request)
{
    private const int Groups = 100;

    /// <summary>Server blocks with two names each: "sI.example.com" and "www.sI.example.com".</summary>
    public static LargeConf Servers(int count) => new(
        "server_names_hash_max_size 65536; server_names_hash_bucket_size 128;\n" + Repeat(count, static i => $$"""
            server {
                listen {port};
                server_name s{{i}}.example.com www.s{{i}}.example.com;
                root /srv/www/s{{i}};
                location / { return 200 "number {{i}}"; }
            }

            """),
        static i => (i % 2 == 0 ? $"s{i}.example.com" : $"www.s{i}.example.com", "/"));

    /// <summary>Prefix locations of one server; every fourth is asked for by a longer path.</summary>
    public static LargeConf Locations(int count) => new(
        "server { listen {port};\n" + Repeat(count, static i => $$"""location {{Path(i)}} { return 200 "number {{i}}"; }""" + "\n") + "}",
        static i => ("localhost", Path(i) + (i % 4 == 0 ? "/more" : "")));

    /// <summary>A map from a query argument.</summary>
    public static LargeConf Map(int count) => new(
        "map_hash_max_size 262144; map_hash_bucket_size 128; map $arg_key $number { default none;\n"
            + Repeat(count, static i => $"key-{i} \"number {i}\";\n")
            + "} server { listen {port}; location / { return 200 $number; } }",
        static i => ("localhost", $"/?key=key-{i}"));

    private static string Path(int i) => $"/api/v1/group{i % Groups}/item{i}x";

    private static string Repeat(int count, Func<int, string> piece)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{piece(i)}");
        return text.ToString();
    }
}
