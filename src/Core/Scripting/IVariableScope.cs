namespace Engine.Core.Scripting;

/// <summary>A block of the configuration whose directives may mention variables.</summary>
public interface IVariableScope
{
    VariableTable Variables { get; }
}
