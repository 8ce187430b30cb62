using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Http.Conf;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Interop.OpenSsl;

namespace Engine.Http.Modules.SecureLink;

/// <summary><c>$secure_link</c> in its two forms.</summary>
internal static class SecureLink
{
    /// <summary>The base64url form of an MD5 digest, padded.</summary>
    private const int MaxDigestText = 24;

    private static readonly VariableValue Valid = VariableValue.Of(ByteString.Copy("1"u8));
    private static readonly VariableValue Expired = VariableValue.Of(ByteString.Copy("0"u8));

    public static VariableValue Variable(HttpRequest request)
    {
        var conf = SecureLinkConf.Slot.Of(request);
        if (conf.Secret.IsSet)
            return OfSecret(request, conf.Secret.Value);
        return conf.Link.IsSet && conf.Md5.IsSet ? OfExpression(request, conf) : VariableValue.NotFound;
    }

    /// <summary>The time that the link itself names.</summary>
    public static VariableValue Expires(HttpRequest request)
    {
        var conf = SecureLinkConf.Slot.Of(request);
        return conf.Link.IsSet && SplitExpires(conf.Link.Value.Evaluate(request), out _, out var expires, out _) && !expires.IsEmpty
            ? VariableValue.Of(expires)
            : VariableValue.NotFound;
    }

    /// <summary>"digest" or "digest,time": the digest is that of the expression.</summary>
    private static VariableValue OfExpression(HttpRequest request, SecureLinkConf conf)
    {
        if (!SplitExpires(conf.Link.Value.Evaluate(request), out var text, out _, out var time) || text.Length > MaxDigestText)
            return VariableValue.NotFound;
        Span<byte> given = stackalloc byte[MaxDigestText];
        Span<byte> computed = stackalloc byte[Digest.Md5.Size];
        if (Base64Text.Decode(text.Span, given, Base64Text.Url) is var length && length != Digest.Md5.Size)
            return VariableValue.NotFound;
        Digest.Md5.Compute(conf.Md5.Value.Evaluate(request).Span, computed);
        if (!CryptographicOperations.FixedTimeEquals(given[..length], computed))
            return VariableValue.NotFound;
        return time > 0 && time < request.Loop.Clock.UnixSeconds ? Expired : Valid;
    }

    private static bool SplitExpires(ByteString value, out ByteString digest, out ByteString expires, out long time)
    {
        var comma = value.Span.IndexOf((byte)',');
        digest = comma < 0 ? value : value.Slice(0, comma);
        expires = comma < 0 ? default : value.Slice(comma + 1);
        time = 0;
        return comma < 0 || (Utf8Parser.TryParse(expires.Span, out time, out var used) && used == expires.Length && time > 0);
    }

    /// <summary>"/prefix/digest/link": the digest is that of link and secret; the value is the link.</summary>
    private static VariableValue OfSecret(HttpRequest request, ByteString secret)
    {
        var uri = request.RequestUri;
        if (uri.Length < 2)
            return VariableValue.NotFound;
        var start = uri.Span[1..].IndexOf((byte)'/') + 2;
        var end = start < 2 ? -1 : uri.Span[start..].IndexOf((byte)'/');
        var link = end < 0 ? default : uri.Slice(start + end + 1);
        if (end != 2 * Digest.Md5.Size || link.IsEmpty)
            return VariableValue.NotFound;
        Span<byte> given = stackalloc byte[Digest.Md5.Size];
        Span<byte> computed = stackalloc byte[Digest.Md5.Size];
        if (Convert.FromHexString(uri.Span.Slice(start, end), given, out _, out _) != OperationStatus.Done)
            return VariableValue.NotFound;
        Digest.Md5.Compute(request.Arena.Concat(link.Span, secret.Span).Span, computed);
        return CryptographicOperations.FixedTimeEquals(given, computed) ? VariableValue.Of(link) : VariableValue.NotFound;
    }
}
