namespace MiniApp.Core.Forms;

/// <content>One field: which members its type may carry, and what they may say.</content>
internal sealed partial class FormChecks
{
    private void CheckField(string path, FormField field, FormField? group)
    {
        CheckText($"{path}.label", field.Label);
        CheckText($"{path}.hint", field.Hint);
        CheckApplicants(path, field.Applicants);
        CheckLimits(path, field);
        CheckDates(path, field);
        CheckPattern(path, field);
        CheckOptions(path, field, group);
        CheckDocument(path, field);
        CheckPrefill(path, field, group);
        CheckMembers(path, field);
        CheckGroup(path, field, group);
        CheckCondition($"{path}.visibleWhen", field.VisibleWhen, group);
        CheckCondition($"{path}.requiredWhen", field.RequiredWhen, group);
        CheckExpression($"{path}.compute", field.Compute, group);
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
        Require(
            field.MinLength is null || isText,
            $"{path}.minLength",
            "Only texts have a length.",
            "Remove minLength."
        );
        Require(
            field.MinLength is null || (field.MinLength > 0 && !(field.MinLength > TextRules.Limit(field))),
            $"{path}.minLength",
            "No text could be as long as that.",
            "Give 1 or more, and no more than maxLength."
        );
        Require(field.Min is null || isNumber, $"{path}.min", "Only numbers have a smallest value.", "Remove min.");
        Require(field.Max is null || isNumber, $"{path}.max", "Only numbers have a largest value.", "Remove max.");
        Require(!(field.Min > field.Max), $"{path}.min", "min is larger than max.", "Swap them.");
    }

    private void CheckDates(string path, FormField field)
    {
        foreach (var (name, limit) in new[] { ("earliest", field.Earliest), ("latest", field.Latest) })
        {
            Require(
                limit is null || field.Type is FieldType.Date,
                $"{path}.{name}",
                "Only dates have a first and a last one.",
                $"Remove {name}; numbers have min and max."
            );
            Require(
                limit is null || DateLimit.TryParse(limit, out _),
                $"{path}.{name}",
                $"'{limit}' is not a date.",
                "Write 2026-01-31, today, or today with days, months or years: today+30d, today-3m, today-20y."
            );
        }
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
            FieldPattern.FaultAt(field.Pattern) is { } place
                ? $"It can't be read from its character {place} on: close every ( and [, and give * + ? something to repeat."
                : "Write one without look-around, back-references and atomic groups: it must match in linear time."
        );
        Require(
            field.PatternMessage is not null,
            $"{path}.patternMessage",
            "People would not learn what the pattern wants.",
            "Add patternMessage: what is wrong and how to mend it."
        );
    }

    private void CheckOptions(string path, FormField field, FormField? group)
    {
        var isChoice = field.Type is FieldType.Choice or FieldType.Choices;
        if (!isChoice)
        {
            Require(field.Options is null, $"{path}.options", "Only choices have options.", "Remove options.");
            Require(field.Display is null, $"{path}.display", "Only choices have this.", "Remove display.");
            return;
        }
        Require(
            field.Display is null || field.Type is FieldType.Choice,
            $"{path}.display",
            "Several choices are always check boxes.",
            "Remove display."
        );
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
            CheckCondition($"{optionPath}.visibleWhen", option.VisibleWhen, group);
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

    private void CheckPrefill(string path, FormField field, FormField? group)
    {
        if (field.Prefill is not { } prefill)
        {
            Require(!field.Locked, $"{path}.locked", "Nothing fills this in.", "Remove locked, or add prefill.");
            return;
        }
        Require(
            field.IsAnswered && field.Type is not (FieldType.Document or FieldType.Acceptance),
            $"{path}.prefill",
            "This can't be filled in for people.",
            "Remove prefill."
        );
        Require(
            prefill is not { Citizen: null, Juristic: null } && IsPath(prefill.Citizen) && IsPath(prefill.Juristic),
            $"{path}.prefill",
            "The path can't be read.",
            "Write names with dots and indexes, e.g. addresses[0].building; in a column $ is the whole item."
        );
        Require(
            group is null || group.Prefill is not null,
            $"{path}.prefill",
            "The group has no prefill, so there are no rows to fill in.",
            "Add prefill to the group: a path to a list."
        );

        if (group is null)
        {
            CheckProfileName($"{path}.prefill", prefill.Citizen);
            CheckProfileName($"{path}.prefill", prefill.Juristic == prefill.Citizen ? null : prefill.Juristic);
        }

        bool IsPath(string? text) =>
            text is null || (group is not null && text == "$") || ProfilePath.TryParse(text, out _);
    }

    /// <summary>A profile may hold more than is known here, so only what looks like a slip is refused.</summary>
    private void CheckProfileName(string path, string? text)
    {
        if (text is null || Array.Exists(ProfilePath.Common, IsKnown))
        {
            return;
        }
        // The first address is addresses[0]: the index is no part of the name.
        var name = text.Split('[')[0];
        if (NearestName.Find(name, ProfilePath.Common) is { } near && !IsKnownName(near, name))
        {
            Add(
                path,
                $"A profile has no '{name}'.",
                $"Did you mean '{near}'? Other names are in docs/forms.md under Prefill."
            );
        }

        bool IsKnown(string known) =>
            IsKnownName(known, text) || text.StartsWith(known + "[", StringComparison.OrdinalIgnoreCase);

        static bool IsKnownName(string known, string name) =>
            string.Equals(known, name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Members that go with few types.</summary>
    private void CheckMembers(string path, FormField field)
    {
        var isComputed = field.Type is FieldType.Computed;
        Require(
            field.Characters is null || field.Type is FieldType.Text or FieldType.MultiLine,
            $"{path}.characters",
            "Only texts have this.",
            "Remove characters."
        );
        Require(
            isComputed == field.Compute is not null,
            $"{path}.compute",
            "Computed fields, and only those, have compute.",
            "Add or remove it."
        );
        Require(
            isComputed || field.Format is null,
            $"{path}.format",
            "Only computed fields have this.",
            "Remove format."
        );
        Require(
            !field.InWords || field.Type is FieldType.Money || (isComputed && field.Format is NumberFormat.Money),
            $"{path}.inWords",
            "Only money reads in words.",
            "Remove inWords, or make the type or format money."
        );
        Require(
            field.Type is FieldType.Note || field.Tone is null,
            $"{path}.tone",
            "Only notes have a tone.",
            "Remove tone."
        );
        Require(
            field.IsAnswered || (!field.Required && field.RequiredWhen is null),
            $"{path}.required",
            "Nobody answers this.",
            "Remove required and requiredWhen."
        );
    }

    private void CheckGroup(string path, FormField field, FormField? group)
    {
        if (field.Type is not FieldType.Group)
        {
            Require(field.Group is null, $"{path}.group", "Only groups have rows.", "Remove group.");
            return;
        }
        if (group is not null)
        {
            Add($"{path}.type", "A group can't hold another group.", "Put the inner group beside the outer one.");
            return;
        }
        if (field.Group is not { Fields.Count: > 0 } rows)
        {
            Add($"{path}.group", "The group has no fields.", "Add group with fields.");
            return;
        }
        CheckText($"{path}.group.noun", rows.Noun);
        Require(
            !(rows.Min < 0) && !(rows.Max < 1) && !(rows.Min > (rows.Max ?? GroupRule.DefaultMax)),
            $"{path}.group.min",
            "No number of rows would do.",
            $"Give min and max so that min is not above max ({GroupRule.DefaultMax} without one)."
        );
        var ids = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var wire = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (n, column) in rows.Fields.Index())
        {
            var columnPath = FormattableString.Invariant($"{path}.group.fields[{n}]");
            CheckId(columnPath, column.Id, ids);
            Require(
                _form.FindField(column.Id) is null,
                $"{columnPath}.id",
                $"A field of the form has the id '{column.Id}' too, so rules could mean either.",
                "Give the column another id, and sendAs if it must be called so on the wire."
            );
            Require(
                column.Type is not FieldType.Document,
                $"{columnPath}.type",
                "Rows can't hold documents.",
                "Ask for the documents in a field of their own."
            );
            CheckField(columnPath, column, field);
            CheckWirePath(columnPath, column, wire);
        }
        foreach (var (n, column) in (rows.Unique ?? []).Index())
        {
            CheckColumn(FormattableString.Invariant($"{path}.group.unique[{n}]"), $"{field.Id}.{column}");
        }
        CheckChecks($"{path}.group", rows.Checks, field);
    }
}
