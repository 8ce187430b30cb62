using Engine.Testing;

namespace Engine.Conformance;

/// <summary>
/// Blocks about stream: a server on {port} with the block's <c>stream_server_config</c>, inside what <c>stream_config</c> says. The client sends
/// <c>stream_request</c>, if there is one, and reads until the server closes.
/// </summary>
internal static class StreamBlocks
{
    public static bool IsOne(TestBlock block) => block.Has("stream_server_config");

    public static string Conf(TestBlock block) => $$"""
        {{block["main_config"]}}
        stream {
            {{block["stream_config"]}}
            server {
                listen {port};
        {{block["stream_server_config"]}}
            }
        }
        """;

    public static void Exchange(TestBlock block, ServerUnderTest server)
    {
        using var connection = server.Connect();
        if (block["stream_request"] is { } request)
            connection.Send(request);
        var response = connection.ReadToEnd();
        if (block["stream_response"] is { } text)
            Assert.That(response, Is.EqualTo(text), () => $"response; error.log:\n{server.ErrorLog.Text}");
        if (block["stream_response_like"] is { } pattern)
            Assert.That(response, Does.Match("(?s)" + pattern.TrimEnd('\n')), () => $"response; error.log:\n{server.ErrorLog.Text}");
    }
}
