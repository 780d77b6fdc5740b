using System.ComponentModel.DataAnnotations;

namespace MiniApp.Core.Forms;

/// <summary>Settings under <c>Forms</c>.</summary>
public sealed class FormOptions
{
    public const string Section = "Forms";

    /// <summary>
    /// Directory of the <c>*.form.json</c> files. A relative path is looked for under the content root first, then beside
    /// the program, where the build puts the forms of this repository.
    /// </summary>
    [Required]
    public string Directory { get; set; } = "forms";
}
