using Microsoft.AspNetCore.Components;

namespace MiniApp.Web.Shell;

/// <summary>One question and its answer.</summary>
/// <param name="Value">Lines are kept; empty shows as not answered.</param>
/// <param name="ChangeHref">Where the answer can be changed; null when it can't.</param>
/// <param name="Problem">What must be corrected before sending.</param>
/// <param name="Note">Small line below, such as what the register has instead.</param>
/// <param name="Content">Instead of <paramref name="Value"/>, for files and the like.</param>
public sealed record SummaryRow(
    string Label,
    string? Value,
    string? ChangeHref = null,
    string? Problem = null,
    RenderFragment? Content = null,
    string? Note = null
);
