namespace MiniApp.Core.Forms;

/// <content>One field: which members its type may carry, and what they may say.</content>
internal sealed partial class FormChecks
{
    private void CheckField(string path, FormField field)
    {
        CheckText($"{path}.label", field.Label);
        CheckText($"{path}.hint", field.Hint);
        CheckApplicants(path, field.Applicants);
        CheckLimits(path, field);
        CheckPattern(path, field);
        CheckOptions(path, field);
        CheckDocument(path, field);
        CheckPrefill(path, field);
        CheckCondition(path, field);
    }

    private void CheckLimits(string path, FormField field)
    {
        var isText = field.Type is FieldType.Text or FieldType.MultiLine;
        var isNumber = field.Type is FieldType.Integer or FieldType.Decimal or FieldType.Money;
        Require(
            field.MaxLength is null || isText,
            $"{path}.maxLength",
            "Only texts have a length.",
            "Remove maxLength."
        );
        Require(field.MaxLength is null or > 0, $"{path}.maxLength", "The length is not positive.", "Give 1 or more.");
        Require(field.Min is null || isNumber, $"{path}.min", "Only numbers have a smallest value.", "Remove min.");
        Require(field.Max is null || isNumber, $"{path}.max", "Only numbers have a largest value.", "Remove max.");
        Require(!(field.Min > field.Max), $"{path}.min", "min is larger than max.", "Swap them.");
    }

    private void CheckPattern(string path, FormField field)
    {
        CheckText($"{path}.patternMessage", field.PatternMessage);
        if (field.Pattern is null)
        {
            Require(field.PatternMessage is null, $"{path}.patternMessage", "There is no pattern.", "Add pattern.");
            return;
        }
        Require(
            field.Type is FieldType.Text or FieldType.MultiLine,
            $"{path}.pattern",
            "Only texts have a pattern.",
            "Remove pattern."
        );
        Require(
            FieldPattern.TryCompile(field.Pattern, out _),
            $"{path}.pattern",
            "The regular expression can't be used.",
            "Write one without look-around, back-references and atomic groups: it must match in linear time."
        );
        Require(
            field.PatternMessage is not null,
            $"{path}.patternMessage",
            "People would not learn what the pattern wants.",
            "Add patternMessage: what is wrong and how to mend it."
        );
    }

    private void CheckOptions(string path, FormField field)
    {
        var isChoice = field.Type is FieldType.Choice or FieldType.Choices;
        if (!isChoice)
        {
            Require(field.Options is null, $"{path}.options", "Only choices have options.", "Remove options.");
            return;
        }
        if (field.Options is not { Count: > 0 } options)
        {
            Add($"{path}.options", "A choice has nothing to choose from.", "Add options.");
            return;
        }
        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (n, option) in options.Index())
        {
            var optionPath = FormattableString.Invariant($"{path}.options[{n}]");
            CheckText($"{optionPath}.value", option.Value);
            CheckText($"{optionPath}.label", option.Label);
            Require(values.Add(option.Value), $"{optionPath}.value", "Two options have this value.", "Make it unique.");
        }
    }

    private void CheckDocument(string path, FormField field)
    {
        if (field.Type is not FieldType.Document)
        {
            Require(field.Document is null, $"{path}.document", "Only documents have this rule.", "Remove document.");
            return;
        }
        if (field.Document is not { } rule)
        {
            Add($"{path}.document", "The rule for uploads is missing.", "Add document with types, maxBytes, maxCount.");
            return;
        }
        Require(
            rule.Types.Count > 0 && rule.Types.All(ExtensionSyntax().IsMatch),
            $"{path}.document.types",
            "The file types are missing or misspelled.",
            "Give extensions in lower case without the dot, e.g. pdf, jpg."
        );
        Require(rule.MaxBytes > 0, $"{path}.document.maxBytes", "No file would fit.", "Give the size in bytes.");
        Require(rule.MaxCount > 0, $"{path}.document.maxCount", "No file would be allowed.", "Give 1 or more.");
    }

    private void CheckPrefill(string path, FormField field)
    {
        if (field.Prefill is not { } prefill)
        {
            return;
        }
        Require(
            field.Type is not (FieldType.Document or FieldType.Acceptance),
            $"{path}.prefill",
            "Documents and acceptance can't be filled in for people.",
            "Remove prefill."
        );
        Require(
            prefill is not { Citizen: null, Juristic: null }
                && (prefill.Citizen is null || ProfilePath.TryParse(prefill.Citizen, out _))
                && (prefill.Juristic is null || ProfilePath.TryParse(prefill.Juristic, out _)),
            $"{path}.prefill",
            "The path can't be read.",
            "Write names with dots and indexes, e.g. addresses[0].building."
        );
    }

    private void CheckCondition(string path, FormField field)
    {
        if (field.VisibleWhen is not { } condition)
        {
            return;
        }
        var other = _form.FindField(condition.Field);
        Require(
            other is not null && other.Type is not (FieldType.Document or FieldType.Address),
            $"{path}.visibleWhen.field",
            $"'{condition.Field}' is no field that could be compared.",
            "Name a field of this form that is neither a document nor an address."
        );
        Require(
            !HangsOnItself(field),
            $"{path}.visibleWhen.field",
            "The condition runs in a circle.",
            "Break the circle."
        );
        var possible = other?.Type switch
        {
            FieldType.YesNo or FieldType.Acceptance => condition.EqualTo is "true" or "false",
            FieldType.Choice or FieldType.Choices => other.Options?.Any(o => o.Value == condition.EqualTo) ?? false,
            _ => condition.EqualTo.Length > 0,
        };
        Require(
            possible,
            $"{path}.visibleWhen.equalTo",
            $"'{condition.EqualTo}' is never an answer to '{condition.Field}'.",
            "Use the value of an option, or true or false for yes/no."
        );
    }

    private bool HangsOnItself(FormField field)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var next = field; next?.VisibleWhen is { } condition; next = _form.FindField(condition.Field))
        {
            if (!seen.Add(next.Id))
            {
                return true;
            }
        }
        return false;
    }
}
