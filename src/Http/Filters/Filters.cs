using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Filters;

/// <summary>Sees the response's status and fields before they are sent; calls <paramref name="next"/> unless it answers itself.</summary>
public delegate ValueTask<HandlerResult> HeaderFilter(HttpRequest request, NextHeaderFilter next);

/// <summary>Sees each piece of the body; passes it on, replaced, split or held back as it likes.</summary>
public delegate ValueTask<HandlerResult> BodyFilter(HttpRequest request, OutputBuffer buffer, NextBodyFilter next);

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

    public ValueTask<HandlerResult> Invoke(HttpRequest request) =>
        index < filters.Length ? filters[index](request, new NextHeaderFilter(filters, index + 1)) : request.Exchange.SendHead(request);
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

    public ValueTask<HandlerResult> Invoke(HttpRequest request, OutputBuffer buffer) =>
        index < filters.Length ? filters[index](request, buffer, new NextBodyFilter(filters, index + 1)) : request.Exchange.SendBody(request, buffer);
}
