using Engine.Interop.Libperl;

namespace Engine.Http.Modules.Perl.Methods;

/// <summary>A method of <c>$r</c>. False when it failed: Perl dies of the reply.</summary>
internal delegate bool PerlMethod(PerlRequest request, PerlArguments arguments, PerlReply reply);

/// <summary>The methods of <c>$r</c>.</summary>
internal static class PerlMethods
{
    private static readonly PerlMethodRow[] Rows = [.. RequestMethods.Rows, .. BodyMethods.Rows, .. ResponseMethods.Rows, .. FlowMethods.Rows];

    /// <summary>Their names in Perl; a method's number is its place.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Rows.Select(static row => "nginx::" + row.Name)];

    public static bool Call(int number, PerlRequest request, PerlArguments arguments, PerlReply reply)
    {
        var row = Rows[number];
        // Of one that failed before, the code has taken notice.
        request.Failure = 0;
        if (arguments.Count < row.MinArguments)
            return Fail(reply, $"Usage: nginx::{row.Name}({row.Usage})");
        if (row.ChangesResponse && request.Use == PerlUse.Variable)
            return Fail(reply, $"{row.Name}(): cannot be used in variable handler");
        if (row.NeedsHeader && request.Use == PerlUse.Content && !request.Output.HasHeader)
            return Fail(reply, $"{row.Name}(): header not sent");
        return row.Method(request, arguments, reply);
    }

    public static bool Fail(PerlReply reply, string message)
    {
        reply.Set(System.Text.Encoding.UTF8.GetBytes(message));
        return false;
    }
}

/// <param name="Usage">The arguments, the object first, as Perl shows them to who gives too few.</param>
/// <param name="MinArguments">Without the object.</param>
internal sealed record PerlMethodRow(string Name, string Usage, int MinArguments, PerlMethod Method)
{
    /// <summary>Not for variables, which have no say in the response.</summary>
    public bool ChangesResponse { get; init; }

    /// <summary>Only behind <c>$r-&gt;send_http_header</c>.</summary>
    public bool NeedsHeader { get; init; }
}
