namespace Engine.Core.Scripting;

/// <summary>Something that a request or a session holds and that must be let go with it.</summary>
public interface IContextCleanup
{
    void OnContextEnd();
}
