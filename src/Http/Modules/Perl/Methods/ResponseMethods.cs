using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Responses;
using Engine.Interop.Libperl;

namespace Engine.Http.Modules.Perl.Methods;

/// <summary>The response: its head and its body.</summary>
internal static class ResponseMethods
{
    public static IReadOnlyList<PerlMethodRow> Rows { get; } =
    [
        new("status", "r, code", 1, Status) { ChangesResponse = true },
        new("header_out", "r, key, value", 2, HeaderOut) { ChangesResponse = true },
        new("header_only", "r", 0, HeaderOnly),
        new("allow_ranges", "r", 0, AllowRanges) { ChangesResponse = true },
        new("send_http_header", "r, type = NULL", 0, SendHeader) { ChangesResponse = true },
        new("print", "r, ...", 0, Print) { ChangesResponse = true, NeedsHeader = true },
        new("sendfile", "r, filename, offset = -1, bytes = 0", 1, SendFile) { ChangesResponse = true, NeedsHeader = true },
        new("flush", "r", 0, Flush) { ChangesResponse = true, NeedsHeader = true },
        // The name it once had.
        new("rflush", "r", 0, Flush) { ChangesResponse = true, NeedsHeader = true },
    ];

    private static bool Status(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        request.Http.Response.Status = (int)arguments[0].Number;
        return true;
    }

    /// <summary>Another line of that name beside those that there are.</summary>
    private static bool HeaderOut(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        var name = arguments[0].Bytes;
        if (name.IsEmpty)
            return true;
        var arena = request.Http.Arena;
        ResponseField.Set(request.Http, arena.Copy(name), arena.Copy(arguments[1].Bytes), append: true);
        if (KnownFields.Find(name) == KnownField.Location)
            request.Http.Response.KeepsLocation = true;
        return true;
    }

    private static bool HeaderOnly(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        reply.Set(request.Http.IsHeaderOnly || request.Http.Method == HttpMethod.Head ? 1 : 0);
        return true;
    }

    private static bool AllowRanges(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        request.Http.Response.AllowsRanges = true;
        return true;
    }

    /// <summary>The type is the argument; without one that of the URI's extension; none when the argument is empty.</summary>
    private static bool SendHeader(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        if (request.Output.HasHeader || request.Use == PerlUse.Page)
            return PerlMethods.Fail(reply, "send_http_header(): header already sent");
        var response = request.Http.Response;
        if (response.Status == 0)
            response.Status = 200;
        if (arguments.Count > 0)
            response.ContentType = request.Http.Arena.Copy(arguments[0].Bytes);
        else
            ContentTypes.SetByExtension(request.Http);
        // Code has made its own decision.
        response.IgnoresConditions = true;
        request.Output.SendHeader();
        return true;
    }

    private static bool Print(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        if (request.Use != PerlUse.Page)
            request.Output.Print(arguments);
        else
        {
            for (var i = 0; i < arguments.Count; i++)
                request.Page!.Add(request.Http.Arena.Copy(arguments[i].Bytes).Memory);
        }

        return true;
    }

    private static bool Flush(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        if (request.Use != PerlUse.Page)
            request.Output.Flush();
        return true;
    }

    /// <summary>Sends a file from an offset on, so many bytes or all that follow. It is sent as it is now.</summary>
    private static bool SendFile(PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        if (request.Use == PerlUse.Page)
            return PerlMethods.Fail(reply, "sendfile(): cannot be used in a page");
        var http = request.Http;
        var path = FilePath.Of(http.Arena, arguments[0].Bytes);
        var lookup = RequestFiles.Open(http, path);
        if (lookup.File is not { } file || !file.Status.IsRegular)
        {
            lookup.File?.Release();
            http.Log.Write(LogLevel.Crit, http, $"{(lookup.IsFound ? "open()" : lookup.FailedCall)} \"{path.Text}\" failed", lookup.Errno);
            request.Failure = 500;
            return PerlMethods.Fail(reply, "sendfile(): the file can not be opened");
        }

        var offset = Math.Clamp(arguments[1].Number, 0, file.Status.Size);
        var rest = file.Status.Size - offset;
        var length = arguments[2].Number is > 0 and var wanted ? Math.Min(wanted, rest) : rest;
        if (length > 0)
            request.Output.SendFile(new FileRegion(file, offset, length));
        else
            file.Release();
        return true;
    }
}
