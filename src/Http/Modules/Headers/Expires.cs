using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Headers;

/// <summary><c>expires</c>: a constant rule, or one that a variable gives for each request.</summary>
public sealed class Expires
{
    private const long Day = 24 * 60 * 60;

    private static readonly ByteString ExpiresName = ByteString.Copy("Expires"u8);
    private static readonly ByteString CacheControlName = ByteString.Copy("Cache-Control"u8);
    private static readonly ByteString EpochDate = ByteString.Copy("Thu, 01 Jan 1970 00:00:01 GMT"u8);
    private static readonly ByteString MaxDate = ByteString.Copy("Thu, 31 Dec 2037 23:55:55 GMT"u8);
    private static readonly ByteString NoCache = ByteString.Copy("no-cache"u8);
    private static readonly ByteString TenYears = ByteString.Copy("max-age=315360000"u8);

    private readonly ComplexValue? value;
    private readonly bool isModified;
    private readonly ExpiresRule constant;

    internal Expires(ExpiresRule rule) => constant = rule;

    internal Expires(ComplexValue value, bool isModified)
    {
        this.value = value;
        this.isModified = isModified;
    }

    internal void Apply(HttpRequest request)
    {
        var rule = constant;
        if (value is not null && ExpiresRule.Read(value.Evaluate(request).Span, isModified, out rule) is not null)
            return;
        switch (rule.Kind)
        {
            case ExpiresKind.Off:
                break;
            case ExpiresKind.Epoch:
                Set(request, EpochDate, NoCache);
                break;
            case ExpiresKind.Max:
                Set(request, MaxDate, TenYears);
                break;
            default:
                SetTime(request, rule);
                break;
        }
    }

    private static void SetTime(HttpRequest request, ExpiresRule rule)
    {
        var now = request.Loop.Clock.UnixSeconds;
        var modified = request.Response.LastModified;
        var date = rule.Kind switch
        {
            _ when rule is { Seconds: 0, Kind: not ExpiresKind.Daily } => now,
            ExpiresKind.Daily => NextTimeOfDay(now, rule.Seconds),
            ExpiresKind.Modified when modified >= 0 => modified + rule.Seconds,
            _ => now + rule.Seconds,
        };
        var text = request.Arena.Allocate(HttpDate.Length, out var bytes);
        HttpDate.Format(date, bytes);
        var age = date - now;
        Set(request, text, rule.Seconds < 0 || age < 0 ? NoCache : request.Arena.Concat("max-age="u8, request.Arena.Format(age).Span));
    }

    /// <summary>That time of the local day, today or tomorrow.</summary>
    private static long NextTimeOfDay(long now, long seconds)
    {
        long offset = LocalTime.Of(now).OffsetSeconds;
        var midnight = ((now + offset) / Day * Day) - offset;
        var next = midnight + seconds;
        return next > now ? next : next + Day;
    }

    private static void Set(HttpRequest request, ByteString date, ByteString cacheControl)
    {
        request.Response.Fields.Set(ExpiresName, date);
        request.Response.Fields.Set(CacheControlName, cacheControl);
    }
}
