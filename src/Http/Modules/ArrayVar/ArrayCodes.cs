using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Modules.SetMisc;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Scripting;
using Engine.Http.Variables;

namespace Engine.Http.Modules.ArrayVar;

/// <summary><c>array_split separator text to=$array</c>; without a separator every byte is an element.</summary>
internal sealed class SplitCode(ComplexValue separator, ComplexValue subject, VariableSlot target) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var mark = separator.Evaluate(request).Span;
        var text = subject.Evaluate(request).Span;
        var count = mark.IsEmpty ? Math.Max(1, text.Length) : text.Count(mark) + 1;
        var array = request.Arena.Allocate(checked((count * ArrayValue.Prefix) + text.Length), out var output);
        var written = 0;
        for (var i = 1; i < count; i++)
        {
            var length = mark.IsEmpty ? 1 : text.IndexOf(mark);
            ArrayValue.Append(output, ref written, text[..length]);
            text = text[(length + mark.Length)..];
        }

        ArrayValue.Append(output, ref written, text);
        request.Set(target, array.Slice(0, written));
        return HandlerResult.Declined;
    }
}

/// <summary><c>array_join separator $array [to=$text]</c></summary>
internal sealed class JoinCode(ComplexValue separator, VariableSlot source, VariableSlot target) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var rest = request.Get(source).Bytes;
        var count = ArrayValue.Count(rest);
        if (count < 0)
            return new HandlerResult(ArrayCode.Refuse(request, "array_join", source));
        var mark = separator.Evaluate(request).Span;
        var text = request.Arena.Allocate(checked(rest.Length + (count * mark.Length)), out var output);
        var written = 0;
        for (var i = 0; ArrayValue.TryTake(ref rest, out var element); i++)
        {
            if (i > 0)
            {
                mark.CopyTo(output[written..]);
                written += mark.Length;
            }

            element.Span.CopyTo(output[written..]);
            written += element.Length;
        }

        request.Set(target, text.Slice(0, written));
        return HandlerResult.Declined;
    }
}

/// <summary><c>array_map template $array [to=$array]</c>: <c>$array_it</c> is the element.</summary>
internal sealed class MapCode(ComplexValue template, VariableSlot iterator, VariableSlot source, VariableSlot target) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var rest = request.Get(source).Bytes;
        if (ArrayValue.Count(rest) < 0)
            return new HandlerResult(ArrayCode.Refuse(request, "array_map", source));
        // The size of all is known when each was made: the elements are made twice rather than kept in a list.
        var size = 0;
        for (var left = rest; ArrayValue.TryTake(ref left, out var element);)
            size = checked(size + ArrayValue.Prefix + ValueOf(request, element).Length);
        var array = request.Arena.Allocate(size, out var output);
        var written = 0;
        while (ArrayValue.TryTake(ref rest, out var element))
        {
            var value = ValueOf(request, element);
            // A variable of the template may have another value now.
            if (value.Length > size - written - ArrayValue.Prefix)
                return new HandlerResult(500);
            ArrayValue.Append(output, ref written, value.Span);
        }

        request.Set(target, array.Slice(0, written));
        return HandlerResult.Declined;
    }

    private ByteString ValueOf(HttpRequest request, ByteString element)
    {
        request.Set(iterator, element);
        return template.Evaluate(request);
    }
}

/// <summary><c>array_map_op directive $array [to=$array]</c></summary>
internal sealed class MapFunctionCode(SetFunction function, VariableSlot source, VariableSlot target) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var rest = request.Get(source).Bytes;
        if (ArrayValue.Count(rest) < 0)
            return new HandlerResult(ArrayCode.Refuse(request, "array_map_op", source));
        var size = 0;
        for (var left = rest; ArrayValue.TryTake(ref left, out var element);)
            size = checked(size + ArrayValue.Prefix + function.Room(element.Length));
        var array = request.Arena.Allocate(size, out var output);
        var conf = SetMiscConf.Slot.Of(request);
        var written = 0;
        while (ArrayValue.TryTake(ref rest, out var element))
        {
            var value = output.Slice(written + ArrayValue.Prefix, function.Room(element.Length));
            var length = function.Convert(element.Span, value, conf);
            if (length < 0)
            {
                request.Log.Write(LogLevel.Error, request, $"array_map_op: {function.Name}: invalid value");
                return new HandlerResult(500);
            }

            ArrayValue.Append(output, ref written, value[..length]);
        }

        request.Set(target, array.Slice(0, written));
        return HandlerResult.Declined;
    }
}

internal static class ArrayCode
{
    public static int Refuse(HttpRequest request, string directive, VariableSlot variable)
    {
        request.Log.Write(LogLevel.Error, request, $"{directive}: \"${variable.Name}\" is not an array");
        return 500;
    }
}
