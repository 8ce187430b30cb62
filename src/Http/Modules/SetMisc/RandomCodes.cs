using System.Security.Cryptography;
using Engine.Core.Scripting;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.SetMisc;

/// <summary><c>set_random $variable from to</c>: both bounds included, in either order.</summary>
internal sealed class RandomCode(VariableSlot target, ComplexValue from, ComplexValue to) : IRewriteCode
{
    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var first = from.Evaluate(request);
        var last = to.Evaluate(request);
        var (low, high) = (SetArgument.Number(first), SetArgument.Number(last));
        if (low is < 0 or > int.MaxValue - 1)
            return SetArgument.Refuse(request, "set_random", "from", first);
        if (high is < 0 or > int.MaxValue - 1)
            return SetArgument.Refuse(request, "set_random", "to", last);
        var number = RandomNumberGenerator.GetInt32((int)Math.Min(low, high), (int)Math.Max(low, high) + 1);
        request.Set(target, request.Arena.Format(number));
        return HandlerResult.Declined;
    }
}

/// <summary><c>set_secure_random_alphanum $variable length</c> and <c>set_secure_random_lcalpha</c></summary>
internal sealed class RandomTextCode(VariableSlot target, ComplexValue length, byte[] letters) : IRewriteCode
{
    private const int MaxLength = 64;

    public static readonly byte[] AlphaNumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8.ToArray();
    public static readonly byte[] LowerCase = "abcdefghijklmnopqrstuvwxyz"u8.ToArray();

    public ValueTask<HandlerResult> Execute(HttpRequest request)
    {
        var size = length.Evaluate(request);
        if (SetArgument.Number(size) is not (> 0 and <= MaxLength and var count))
            return SetArgument.Refuse(request, "set_random", "length", size);
        var text = request.Arena.Allocate((int)count, out var bytes);
        RandomNumberGenerator.GetItems(letters, bytes);
        request.Set(target, text);
        return HandlerResult.Declined;
    }
}
