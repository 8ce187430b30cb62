using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Modules.SetMisc;
using Engine.Http.Phases;
using Engine.Http.Requests;

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

/// <summary>Puts something in the place of each element of an array.</summary>
internal abstract class EachElementCode(string directive, VariableSlot source, VariableSlot target) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var rest = request.Get(source).Bytes;
        if (ArrayValue.Count(rest) < 0)
            return new HandlerResult(ArrayCode.Refuse(request, directive, source));
        // Asked for all room first: the elements are walked over twice rather than kept in a list.
        var size = 0;
        for (var left = rest; ArrayValue.TryTake(ref left, out var element);)
            size = checked(size + ArrayValue.Prefix + RoomFor(request, element));
        var array = request.Arena.Allocate(size, out var output);
        var written = 0;
        while (ArrayValue.TryTake(ref rest, out var element))
        {
            var place = output[Math.Min(written + ArrayValue.Prefix, size)..];
            var length = Write(request, element, place);
            if (length < 0 || length > size - written - ArrayValue.Prefix)
                return new HandlerResult(500);
            ArrayValue.Append(output, ref written, place[..length]);
        }

        request.Set(target, array.Slice(0, written));
        return HandlerResult.Declined;
    }

    /// <summary>The most bytes that the new element may take.</summary>
    protected abstract int RoomFor(HttpRequest request, ByteString element);

    /// <summary>Writes the new element: its length, or -1 when there is none.</summary>
    protected abstract int Write(HttpRequest request, ByteString element, Span<byte> place);
}

/// <summary><c>array_map template $array [to=$array]</c>: <c>$array_it</c> is the element.</summary>
internal sealed class MapCode(ComplexValue template, VariableSlot iterator, VariableSlot source, VariableSlot target)
    : EachElementCode("array_map", source, target)
{
    protected override int RoomFor(HttpRequest request, ByteString element) => ValueOf(request, element).Length;

    protected override int Write(HttpRequest request, ByteString element, Span<byte> place)
    {
        // A variable of the template may have another value by now.
        var value = ValueOf(request, element);
        return value.Span.TryCopyTo(place) ? value.Length : -1;
    }

    private ByteString ValueOf(HttpRequest request, ByteString element)
    {
        request.Set(iterator, element);
        return template.Evaluate(request);
    }
}

/// <summary><c>array_map_op directive $array [to=$array]</c></summary>
internal sealed class MapFunctionCode(SetFunction function, VariableSlot source, VariableSlot target) : EachElementCode("array_map_op", source, target)
{
    protected override int RoomFor(HttpRequest request, ByteString element) => function.Room(element.Length);

    protected override int Write(HttpRequest request, ByteString element, Span<byte> place)
    {
        var length = function.Convert(element.Span, place, SetMiscConf.Slot.Of(request));
        if (length < 0)
            request.Log.Write(LogLevel.Error, request, $"array_map_op: {function.Name}: invalid value");
        return length;
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
