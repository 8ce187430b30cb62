using System.Security.Cryptography;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.SetMisc;

/// <summary>Arguments of the directives.</summary>
internal static class SetArgument
{
    public static ComplexValue Of(DirectiveUse use, int index) => ComplexValue.Compile(use[index], use);

    /// <summary>The second argument; without one the variable is changed in place.</summary>
    public static ComplexValue OrTarget(DirectiveUse use, VariableSlot target) =>
        use.Count > 1 ? Of(use, 1) : ComplexValue.Compile($"${{{target.Name}}}", use);

    /// <summary>A number of digits only; -1 for anything else.</summary>
    public static long Number(ByteString text) =>
        text.Length <= 18 && long.TryParse(text.Span, System.Globalization.NumberStyles.None, null, out var number) ? number : -1;

    public static HandlerResult Refuse(HttpRequest request, string directive, string argument, ByteString value)
    {
        request.Log.Write(LogLevel.Error, request, $"{directive}: bad \"{argument}\" argument: {value}");
        return 500;
    }
}

/// <summary>A directive that makes one value of another.</summary>
internal sealed class FunctionCode(SetFunction function, VariableSlot target, ComplexValue source) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var text = source.Evaluate(request);
        var value = request.Arena.Allocate(function.Room(text.Length), out var bytes);
        var length = function.Convert(text.Span, bytes, SetMiscConf.Slot.Of(request));
        if (length < 0)
        {
            request.Log.Write(LogLevel.Error, request, $"{function.Name}: invalid value");
            return new HandlerResult(500);
        }

        request.Set(target, value.Slice(0, length));
        return HandlerResult.Declined;
    }
}

/// <summary><c>set_if_empty $variable value</c></summary>
internal sealed class IfEmptyCode(VariableSlot target, ComplexValue value) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        if (request.Get(target).IsEmpty)
            request.Set(target, value.Evaluate(request));
        return HandlerResult.Declined;
    }
}

/// <summary><c>set_hmac_sha1 $variable key text</c> and <c>set_hmac_sha256</c>: the bytes of the digest.</summary>
internal sealed class HmacCode(VariableSlot target, ComplexValue key, ComplexValue text, bool isSha256) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var secret = key.Evaluate(request).Span;
        var source = text.Evaluate(request).Span;
        var digest = request.Arena.Allocate(isSha256 ? HMACSHA256.HashSizeInBytes : HMACSHA1.HashSizeInBytes, out var bytes);
        if (isSha256)
            HMACSHA256.HashData(secret, source, bytes);
        else
#pragma warning disable CA5350 // The directive is named after its algorithm.
            HMACSHA1.HashData(secret, source, bytes);
#pragma warning restore CA5350
        request.Set(target, digest);
        return HandlerResult.Declined;
    }
}
