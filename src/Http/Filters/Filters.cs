using System.Runtime.CompilerServices;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Filters;

/// <summary>Sees the response's status and fields before they are sent; calls <paramref name="next"/> unless it answers itself.</summary>
public delegate ValueTask<HandlerResult> HeaderFilter(HttpRequest request, NextHeaderFilter next);

/// <summary>Sees each piece of the body; passes it on, replaced, split or held back as it likes.</summary>
public delegate ValueTask<HandlerResult> BodyFilter(HttpRequest request, OutputBuffer buffer, NextBodyFilter next);

/// <summary>The body filters of a location.</summary>
/// <param name="Usual">Those that see every response.</param>
/// <param name="All">Those and the ones that only work for requests that have a state which drives a filter.</param>
internal sealed record BodyFilters(BodyFilter[] Usual, BodyFilter[] All)
{
    public static readonly BodyFilters None = new([], []);

    /// <summary>Sends a piece through the filters of a request.</summary>
    public ValueTask<HandlerResult> Invoke(HttpRequest request, in OutputBuffer buffer)
    {
        var filters = request.HasFilterState ? All : Usual;
        if (filters.Length == 0)
            return request.Exchange.SendBody(request, buffer);
        return new NextBodyFilter(filters, 0).Invoke(request, buffer);
    }
}

/// <summary>The rest of a header filter chain.</summary>
public readonly struct NextHeaderFilter
{
    private readonly HeaderFilter[] filters;
    private readonly int index;

    internal NextHeaderFilter(HeaderFilter[] filters, int index)
    {
        this.filters = filters;
        this.index = index;
    }

    // Inlined, the task would be copied once more in each filter.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ValueTask<HandlerResult> Invoke(HttpRequest request)
    {
        if (index < filters.Length)
            return filters[index](request, new NextHeaderFilter(filters, index + 1));
        return request.Exchange.SendHead(request);
    }
}

/// <summary>The rest of a body filter chain.</summary>
public readonly struct NextBodyFilter
{
    private readonly BodyFilter[] filters;
    private readonly int index;

    internal NextBodyFilter(BodyFilter[] filters, int index)
    {
        this.filters = filters;
        this.index = index;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ValueTask<HandlerResult> Invoke(HttpRequest request, in OutputBuffer buffer)
    {
        if (index < filters.Length)
            return filters[index](request, buffer, new NextBodyFilter(filters, index + 1));
        return request.Exchange.SendBody(request, buffer);
    }
}
