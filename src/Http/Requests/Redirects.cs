using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Requests;

public sealed partial class HttpRequest
{
    /// <summary>Sends the request through the phases again with another URI. Restart, or the status that ends a cycle of redirects.</summary>
    public HandlerResult RedirectInternally(ByteString uri, ByteString arguments)
    {
        if (--RemainingUriChanges == 0)
        {
            Log.Write(LogLevel.Error, this, $"rewrite or internal redirection cycle while internally redirecting to \"{uri}\"");
            return 500;
        }

        Uri = uri;
        Arguments = arguments;
        IsUriOriginal = IsUriReplaced = false;
        BeginAgain();
        EnterServer(Server);
        Phase = Phase.ServerRewrite;
        return HandlerResult.Restart;
    }

    /// <summary>Sends the request, its URI unchanged, through the phases of a named location.</summary>
    public HandlerResult RedirectToNamedLocation(ByteString name)
    {
        if (--RemainingUriChanges == 0)
        {
            Log.Write(LogLevel.Error, this, $"rewrite or internal redirection cycle while redirect to named location \"{name}\"");
            return 500;
        }

        if (Uri.IsEmpty)
        {
            Log.Write(LogLevel.Error, this, $"empty URI in redirect to named location \"{name}\"");
            return 500;
        }

        if (!Server.NamedLocations.TryGetValue(name, out var location))
        {
            Log.Write(LogLevel.Error, this, $"could not find named location \"{name}\"");
            return 500;
        }

        BeginAgain();
        EnterLocation(location);
        LocationChoice.ApplyLimitExcept(this);
        Phase = Phase.Rewrite;
        return HandlerResult.Restart;
    }

    /// <summary>As nginx does it, modules forget what they knew of the request before.</summary>
    private void BeginAgain()
    {
        IsInternal = true;
        IsUriChanged = AppendsUriToAlias = false;
        AccessStatus = 0;
        LastHandler = -1;
        ContentHandler = null;
        for (var i = 0; i < ModuleStates.Length; i++)
        {
            if (!SlotCounts.Lasting.Contains(i))
                ModuleStates[i] = null;
        }
    }
}
