namespace MiniApp.Web.Shell;

public enum StepState
{
    Todo,
    Current,
    Done,

    /// <summary>Was visited and has answers that must be corrected.</summary>
    Problem,
}

/// <summary>One line of a step list.</summary>
/// <param name="Href">Where the step is; null for a step that can't be opened yet.</param>
public sealed record StepItem(string Title, StepState State, string? Href = null);
