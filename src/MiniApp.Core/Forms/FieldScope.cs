using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;

namespace MiniApp.Core.Forms;

/// <summary>
/// Answers seen through a form's rules: the form as a whole (<see cref="FormView"/>) or one row of a group
/// (<see cref="RowView"/>). What it says holds until an answer changes; then a new view is made, which costs next to
/// nothing, since everything is worked out when it is asked for.
/// </summary>
public abstract class FieldScope
{
    // Fields are told apart by reference: columns of two groups may share an id.
    private readonly Dictionary<FormField, bool?> _visible = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<FormField, JsonNode?> _computed = new(ReferenceEqualityComparer.Instance);

    private protected FieldScope(Answers answers) => Answers = answers;

    public Answers Answers { get; }

    /// <summary>The form that this is a part of, or is.</summary>
    public abstract FormView Form { get; }

    /// <summary>Fields that this applicant is asked or shown here, in the form's order.</summary>
    public abstract IEnumerable<FormField> VisibleFields { get; }

    /// <summary>Begins the ids of controls: empty, or the group and the row.</summary>
    public abstract string IdPrefix { get; }

    internal abstract FormField? Find(string fieldId);

    /// <summary>The form's or the group's checks that are shown at this field.</summary>
    internal IEnumerable<FormCheck> ChecksAt(FormField field) => Checks.Where(check => check.Field == field.Id);

    private protected abstract IReadOnlyList<FormCheck> Checks { get; }

    private protected abstract bool MayBeVisible(FormField field);

    public bool IsVisible(FormField field)
    {
        if (_visible.TryGetValue(field, out var known))
        {
            // Not known yet means that the field hangs on itself, which FormChecks refuses.
            return known ?? false;
        }
        _visible[field] = null;
        var visible =
            MayBeVisible(field) && (field.VisibleWhen is null || Rules.Holds(this, field.VisibleWhen) is true);
        _visible[field] = visible;
        return visible;
    }

    public bool IsRequired(FormField field) =>
        field.Required || (field.RequiredWhen is { } condition && Rules.Holds(this, condition) is true);

    /// <summary>The options that are offered now.</summary>
    public IReadOnlyList<FieldOption> OptionsOf(FormField field)
    {
        var options = field.Options ?? [];
        return options.All(option => option.VisibleWhen is null)
            ? options
            : [.. options.Where(o => o.VisibleWhen is null || Rules.Holds(this, o.VisibleWhen) is true)];
    }

    /// <summary>The answer, or what a computed field comes to. Null for a hidden field too, although its answer is kept.</summary>
    public JsonNode? ValueOf(FormField field)
    {
        if (!IsVisible(field) || field.Type is FieldType.Note or FieldType.Document)
        {
            return null;
        }
        if (field.Type is not FieldType.Computed)
        {
            return Answers[field.Id];
        }
        if (_computed.TryGetValue(field, out var known))
        {
            return known;
        }
        _computed[field] = null;
        var number = field.Compute is { } expression ? Rules.Number(this, expression) : null;
        return _computed[field] = number is { } n ? JsonValue.Create(Rounded(field, n)) : null;
    }

    private static decimal Rounded(FormField field, decimal number) =>
        AnswerReader.Trimmed(
            decimal.Round(
                number,
                field.Format switch
                {
                    NumberFormat.Integer => 0,
                    NumberFormat.Money => 2,
                    NumberFormat.Percent => 6,
                    _ => 10,
                },
                MidpointRounding.AwayFromZero
            )
        );
}

/// <summary>A whole form with its answers, for one kind of applicant, on one day.</summary>
public sealed class FormView : FieldScope
{
    private readonly Dictionary<FormField, IReadOnlyList<RowView>> _rows = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<FormSection, bool?> _sections = new(ReferenceEqualityComparer.Instance);
    private readonly FormIndex _index;

    /// <param name="today">The date in Thailand.</param>
    /// <param name="documents">Rules may count them.</param>
    public FormView(
        FormDefinition definition,
        Answers answers,
        ApplicantType applicant,
        DateOnly today,
        IReadOnlyList<AttachedDocument>? documents = null
    )
        : base(answers)
    {
        Definition = definition;
        Applicant = applicant;
        Today = today;
        Documents = documents ?? [];
        _index = FormIndex.Of(definition);
    }

    public FormDefinition Definition { get; }

    public ApplicantType Applicant { get; }

    public DateOnly Today { get; }

    public IReadOnlyList<AttachedDocument> Documents { get; }

    public override FormView Form => this;

    public override string IdPrefix => "";

    /// <summary>Steps of which something is shown.</summary>
    public IEnumerable<FormStep> VisibleSteps => Definition.Steps.Where(IsVisible);

    public override IEnumerable<FormField> VisibleFields => Definition.Steps.SelectMany(VisibleFieldsOf);

    public bool IsVisible(FormStep step) => VisibleFieldsOf(step).Any();

    public IEnumerable<FormField> VisibleFieldsOf(FormStep step) => step.Sections.SelectMany(VisibleFieldsOf);

    public IEnumerable<FormField> VisibleFieldsOf(FormSection section) =>
        IsVisible(section) ? section.Fields.Where(IsVisible) : [];

    /// <summary>The step that a field is asked in.</summary>
    public FormStep? StepOf(string fieldId) => _index.Find(fieldId)?.Step;

    /// <summary>Rows of a group; none while it is hidden.</summary>
    public IReadOnlyList<RowView> RowsOf(FormField group)
    {
        if (!_rows.TryGetValue(group, out var rows))
        {
            rows =
                group.Group is not null && IsVisible(group)
                    ? [.. Answers.Rows(group.Id).Select(row => new RowView(this, group, row))]
                    : [];
            _rows[group] = rows;
        }
        return rows;
    }

    private protected override IReadOnlyList<FormCheck> Checks => Definition.Checks ?? [];

    internal bool IsAsked(FormField field) =>
        _index.Find(field.Id) is { } place && IsFor(place.Section.Applicants) && IsFor(field.Applicants);

    internal override FormField? Find(string fieldId) => _index.Find(fieldId)?.Field;

    internal FormField? FindColumn(FormField group, string columnId) => _index.FindColumn(group, columnId);

    private protected override bool MayBeVisible(FormField field) =>
        _index.Find(field.Id) is { } place && IsVisible(place.Section) && IsFor(field.Applicants);

    private bool IsVisible(FormSection section)
    {
        if (_sections.TryGetValue(section, out var known))
        {
            return known ?? false;
        }
        _sections[section] = null;
        var visible =
            IsFor(section.Applicants)
            && (section.VisibleWhen is null || Rules.Holds(this, section.VisibleWhen) is true);
        _sections[section] = visible;
        return visible;
    }

    internal bool IsFor(IReadOnlyList<ApplicantType>? applicants) =>
        applicants is null || applicants.Contains(Applicant);
}

/// <summary>One row of a group.</summary>
public sealed class RowView : FieldScope
{
    internal RowView(FormView form, FormField group, AnswerRow row)
        : base(row.Answers)
    {
        Form = form;
        Group = group;
        Key = row.Key;
    }

    public override FormView Form { get; }

    public FormField Group { get; }

    public string Key { get; }

    public override string IdPrefix => $"{Group.Id}-{Key}-";

    public override IEnumerable<FormField> VisibleFields => Group.Group!.Fields.Where(IsVisible);

    private protected override IReadOnlyList<FormCheck> Checks => Group.Group!.Checks ?? [];

    internal override FormField? Find(string fieldId) => Form.FindColumn(Group, fieldId);

    private protected override bool MayBeVisible(FormField field) => Form.IsFor(field.Applicants);
}
