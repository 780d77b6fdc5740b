using System.Text.RegularExpressions;
using MiniApp.Core.Applicants;

namespace MiniApp.Core.Forms;

/// <summary>What the JSON's shape alone can't say: that ids are unique, references lead somewhere, rules fit their type.</summary>
internal sealed partial class FormChecks
{
    private readonly FormDefinition _form;
    private readonly List<FormProblem> _problems = [];

    private FormChecks(FormDefinition form) => _form = form;

    /// <summary>Problems with their JSON path; file and line are filled in by the catalog.</summary>
    public static IReadOnlyList<FormProblem> Check(FormDefinition form)
    {
        var checks = new FormChecks(form);
        if (checks.CheckBounds())
        {
            checks.CheckForm();
            checks.CheckSteps();
        }
        return checks._problems;
    }

    private void CheckForm()
    {
        Require(
            CodeSyntax().IsMatch(_form.Code),
            "$.code",
            "The code is part of a URL.",
            "Use lower-case letters, digits and single dashes, at most 40."
        );
        CheckText("$.applicationId", _form.ApplicationId);
        CheckText("$.serviceNo", _form.ServiceNo);
        CheckText("$.version", _form.Version);
        CheckText("$.title", _form.Title);
        CheckText("$.summary", _form.Summary);
        CheckText("$.fee", _form.Fee);
        Require(_form.Applicants.Count > 0, "$.applicants", "Nobody may apply.", "Name citizen, juristic or both.");
        Require(_form.Steps.Count > 0, "$.steps", "The form has no step.", "Add at least one step.");
        if (_form.Area is { } area)
        {
            Require(
                FormIndex.Of(_form).Find(area)
                    is {
                        Field: { Type: FieldType.Address, Required: true, VisibleWhen: null, Applicants: null },
                        Section: { Applicants: null, VisibleWhen: null }
                    },
                "$.area",
                $"'{area}' is not an address that everybody must give.",
                Suggest(
                    area,
                    _form.Fields.Where(f => f.Type is FieldType.Address),
                    "Name an address field that is required, for all applicants and without visibleWhen."
                )
            );
        }
        if (_form.ApplicantName is { } name)
        {
            Require(
                _form.FindField(name) is { Type: FieldType.Text or FieldType.Person },
                "$.applicantName",
                $"'{name}' is not a text or person field of this form.",
                Suggest(
                    name,
                    _form.Fields.Where(f => f.Type is FieldType.Text or FieldType.Person),
                    "Name the field that holds the applicant's name."
                )
            );
        }
        CheckChecks("$", _form.Checks, group: null);
        CheckCircles();
    }

    private void CheckSteps()
    {
        var steps = new Dictionary<string, string>(StringComparer.Ordinal);
        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        // Ids are told apart without regard to case, since they also become HTML ids and column names.
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var wire = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (s, step) in _form.Steps.Index())
        {
            var stepPath = FormattableString.Invariant($"$.steps[{s}]");
            CheckId(stepPath, step.Id, steps);
            CheckText($"{stepPath}.title", step.Title);
            CheckText($"{stepPath}.intro", step.Intro);
            Require(
                step.Sections.Count > 0,
                $"{stepPath}.sections",
                "The step is empty.",
                "Add a section with fields."
            );
            foreach (var (n, section) in step.Sections.Index())
            {
                var path = FormattableString.Invariant($"{stepPath}.sections[{n}]");
                CheckId(path, section.Id, sections);
                CheckText($"{path}.title", section.Title);
                CheckText($"{path}.intro", section.Intro);
                CheckApplicants(path, section.Applicants);
                CheckCondition($"{path}.visibleWhen", section.VisibleWhen, group: null);
                Require(section.Fields.Count > 0, $"{path}.fields", "The section is empty.", "Add a field.");
                foreach (var (f, field) in section.Fields.Index())
                {
                    var fieldPath = FormattableString.Invariant($"{path}.fields[{f}]");
                    var isNew = CheckId(fieldPath, field.Id, fields);
                    CheckField(fieldPath, field, group: null);
                    if (isNew || field.SendAs is not null)
                    {
                        CheckWirePath(fieldPath, field, wire);
                    }
                }
            }
        }
    }

    private void CheckApplicants(string path, IReadOnlyList<ApplicantType>? applicants) =>
        Require(
            applicants is null || (applicants.Count > 0 && applicants.All(_form.Applicants.Contains)),
            $"{path}.applicants",
            "Nobody who may apply would see this.",
            "Name citizen or juristic, as in the form's own applicants, or leave it out for everybody."
        );

    /// <param name="seen">Ids met so far, each with the path of what has it.</param>
    /// <returns>False when something else has the id already.</returns>
    private bool CheckId(string path, string id, Dictionary<string, string> seen)
    {
        Require(
            IdSyntax().IsMatch(id),
            $"{path}.id",
            $"'{id}' is not an id.",
            "Begin with a letter; then letters, digits and underscore, at most 60."
        );
        Require(id != "today", $"{path}.id", "'today' means the date of today in rules.", "Choose another id.");
        if (seen.TryAdd(id, path))
        {
            return true;
        }
        Add($"{path}.id", $"The id '{id}' is used twice; {seen[id]} has it already.", "Give one of them another id.");
        return false;
    }

    /// <summary>A place in AppData holds one answer: no two fields may share it, nor one lie inside another.</summary>
    private void CheckWirePath(string path, FormField field, HashSet<string> taken)
    {
        if (field.Type is FieldType.Document or FieldType.Note)
        {
            Require(field.SendAs is null, $"{path}.sendAs", "This is not part of AppData.", "Remove sendAs.");
            return;
        }
        if (field.SendAs is null && !IdSyntax().IsMatch(field.Id))
        {
            // Reported as an id that is none.
            return;
        }
        var name = field.SendAs ?? field.Id;
        var where = field.SendAs is null ? $"{path}.id" : $"{path}.sendAs";
        if (!WireSyntax().IsMatch(name))
        {
            Add(
                where,
                $"'{name}' is no place in AppData.",
                "Write names of letters, digits and underscore, with dots between."
            );
            return;
        }
        foreach (var place in field.InWords ? [name, name + "InWords"] : new[] { name })
        {
            Require(
                !taken.Any(other => other == place || Inside(other, place) || Inside(place, other)),
                where,
                $"Another field already goes to '{place}'.",
                "Give each field its own sendAs."
            );
            taken.Add(place);
        }

        static bool Inside(string inner, string outer) => inner.StartsWith(outer + ".", StringComparison.Ordinal);
    }

    private void CheckText(string path, LocalizedText? text)
    {
        if (text is not null)
        {
            CheckText($"{path}.th", text.Th);
            CheckText($"{path}.en", text.En);
        }
    }

    private void CheckText(string path, string text) =>
        Require(
            !string.IsNullOrWhiteSpace(text),
            path,
            "The text is empty.",
            "Write something, or leave the member out."
        );

    private static string Suggest(string wrong, IEnumerable<FormField> fields, string otherwise) =>
        NearestName.Suggest(wrong, fields.Select(f => f.Id).Where(id => id != wrong), otherwise);

    private void Require(bool holds, string path, string message, string fix)
    {
        if (!holds)
        {
            Add(path, message, fix);
        }
    }

    private void Add(string path, string message, string fix) => _problems.Add(new("", path, null, message, fix));

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]{0,59}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdSyntax();

    [GeneratedRegex(
        @"\A[A-Za-z_][A-Za-z0-9_]{0,59}(\.[A-Za-z_][A-Za-z0-9_]{0,59}){0,5}\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex WireSyntax();

    [GeneratedRegex(
        @"\A(?=.{1,40}\z)[a-z0-9]+(-[a-z0-9]+)*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex CodeSyntax();

    [GeneratedRegex(@"\A[a-z0-9]{1,8}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExtensionSyntax();
}
