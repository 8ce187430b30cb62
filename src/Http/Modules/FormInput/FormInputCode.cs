using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Modules.ArrayVar;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.FormInput;

/// <summary><c>set_form_input $variable [field]</c>: the first of that name, in whatever case, as it was sent; <c>set_form_input_multi</c>: all, as an array.</summary>
internal sealed class FormInputCode(VariableSlot target, ComplexValue field, bool isMulti) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        if (!IsForm(request))
        {
            request.Set(target, default(ByteString));
            return HandlerResult.Declined;
        }

        return request.Body.IsRead ? new ValueTask<HandlerResult>(Assign(request)) : ReadThenAssign(request);
    }

    private static bool IsForm(HttpRequest request) =>
        request.Method is HttpMethod.Post or HttpMethod.Put
        && request.Headers.TryGet(KnownField.ContentType, out var type)
        && type.Length >= "application/x-www-form-urlencoded".Length
        && Ascii.EqualsIgnoreCase(type.Span[.."application/x-www-form-urlencoded".Length], "application/x-www-form-urlencoded"u8);

    private async ValueTask<HandlerResult> ReadThenAssign(HttpRequest request)
    {
        var result = await request.Body.Read();
        return result == HandlerResult.Ok ? Assign(request) : result;
    }

    private HandlerResult Assign(HttpRequest request)
    {
        if (request.Body.File is not null)
            request.Log.Write(LogLevel.Error, request, $"form_input: the body is in a file and not looked at; \"client_body_buffer_size\" is too small");
        var body = request.Body.File is null ? request.Body.Memory : default;
        var name = field.Evaluate(request);
        request.Set(target, isMulti ? All(request, body, name) : First(request, body, name));
        return HandlerResult.Declined;
    }

    /// <summary>A copy: the body may be replaced later.</summary>
    private static ByteString First(HttpRequest request, ByteString body, ByteString name) =>
        TryTake(ref body, name, out var value) ? request.Arena.Copy(value.Span) : default;

    private static ByteString All(HttpRequest request, ByteString body, ByteString name)
    {
        var size = 0;
        for (var rest = body; TryTake(ref rest, name, out var value);)
            size = checked(size + ArrayValue.Prefix + value.Length);
        var array = request.Arena.Allocate(size, out var output);
        var written = 0;
        while (TryTake(ref body, name, out var value))
            ArrayValue.Append(output, ref written, value.Span);
        return array;
    }

    /// <summary>The value of the next field of that name; the fields up to it are taken off.</summary>
    private static bool TryTake(ref ByteString body, ByteString name, out ByteString value)
    {
        while (!body.IsEmpty)
        {
            var end = body.Span.IndexOf((byte)'&');
            var pair = end < 0 ? body : body.Slice(0, end);
            body = end < 0 ? default : body.Slice(end + 1, body.Length - end - 1);
            if (pair.Length > name.Length && pair.Span[name.Length] == '=' && Ascii.EqualsIgnoreCase(pair.Span[..name.Length], name.Span))
            {
                value = pair.Slice(name.Length + 1, pair.Length - name.Length - 1);
                return true;
            }
        }

        value = default;
        return false;
    }
}
