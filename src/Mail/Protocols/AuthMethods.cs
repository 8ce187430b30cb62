namespace Engine.Mail.Protocols;

/// <summary>Ways to say who one is.</summary>
[Flags]
internal enum AuthMethods
{
    Plain = 1,
    Login = 1 << 1,
    Apop = 1 << 2,
    CramMd5 = 1 << 3,
    External = 1 << 4,

    /// <summary>Mail is taken of anybody, as the auth server decides.</summary>
    None = 1 << 5,
}

internal static class AuthMethodWords
{
    /// <summary>SASL's mechanisms, in nginx's order.</summary>
    private static readonly (AuthMethods Method, string Name)[] Mechanisms =
    [
        (AuthMethods.Plain, "PLAIN"),
        (AuthMethods.Login, "LOGIN"),
        (AuthMethods.CramMd5, "CRAM-MD5"),
        (AuthMethods.External, "EXTERNAL"),
    ];

    /// <summary>The names of the mechanisms among the methods.</summary>
    public static IEnumerable<string> MechanismNames(this AuthMethods methods) =>
        Mechanisms.Where(mechanism => methods.HasFlag(mechanism.Method)).Select(static mechanism => mechanism.Name);

    /// <summary>As Auth-Method names it.</summary>
    public static ReadOnlySpan<byte> AuthName(this AuthMethods method) => method switch
    {
        AuthMethods.Apop => "apop"u8,
        AuthMethods.CramMd5 => "cram-md5"u8,
        AuthMethods.External => "external"u8,
        AuthMethods.None => "none"u8,
        _ => "plain"u8,
    };
}
