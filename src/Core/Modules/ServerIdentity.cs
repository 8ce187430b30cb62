namespace Engine.Core.Modules;

/// <summary>The name and version that the server gives to clients, logs and <c>-V</c>: those of the nginx it is compatible with.</summary>
public static class ServerIdentity
{
    public const string Name = "nginx";

    public const string Version = "1.31.4";

    /// <summary>The same as nginx_version of nginx.h: <c>ngx.config.nginx_version</c>.</summary>
    public const int VersionNumber = 1_031_004;

    /// <summary>"nginx/1.31.4": the Server field, <c>$nginx_version</c>'s long form, the first line of <c>-v</c>.</summary>
    public const string Product = Name + "/" + Version;

    /// <summary>What ps(1) shows: "engine: master process ...".</summary>
    public const string ProcessName = "engine";

    /// <summary>Our own name and version.</summary>
    public const string Engine = "engine/0.1.0";
}
