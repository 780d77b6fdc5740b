using MiniApp.Core.Forms;

namespace MiniApp.Web.Shell.Fields;

/// <summary>How a one-line field is typed: keyboard on phones, what browsers may fill in, how wide it is.</summary>
/// <param name="Class">Its width hints at the length of the answer.</param>
internal sealed record TextKind(string Type, string? InputMode, string? Autocomplete, string Class, string? Spellcheck)
{
    // type=number is avoided throughout: it drops what it can't read, and the wheel changes it by accident.
    public static TextKind Of(FieldType type) =>
        type switch
        {
            FieldType.Integer => new("text", "numeric", "off", "input w-10", "false"),
            FieldType.Decimal or FieldType.Money => new("text", "decimal", "off", "input w-10", "false"),
            FieldType.Date => new("text", null, "off", "input w-20", "false"),
            FieldType.NationalId or FieldType.JuristicId => new("text", "numeric", "off", "input w-20", "false"),
            FieldType.Phone => new("tel", "tel", "tel", "input w-20", "false"),
            FieldType.PostalCode => new("text", "numeric", "postal-code", "input w-10", "false"),
            FieldType.Email => new("email", "email", "email", "input w-full", "false"),
            _ => new("text", null, null, "input w-full", null),
        };
}
