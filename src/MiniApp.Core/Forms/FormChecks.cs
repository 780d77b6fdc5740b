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
        checks.CheckForm();
        checks.CheckSteps();
        return checks._problems;
    }

    private void CheckForm()
    {
        Require(
            CodeSyntax().IsMatch(_form.Code),
            "$.code",
            "The code is part of a URL.",
            "Use lower-case letters and digits."
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
                _form.FindField(area)
                    is { Type: FieldType.Address, Required: true, VisibleWhen: null, Applicants: null },
                "$.area",
                $"'{area}' is not an address that everybody must give.",
                "Name an address field that is required, for all applicants and without visibleWhen."
            );
        }
    }

    private void CheckSteps()
    {
        var steps = new HashSet<string>(StringComparer.Ordinal);
        var sections = new HashSet<string>(StringComparer.Ordinal);
        // Ids are told apart without regard to case, since they also become HTML ids and column names.
        var fields = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
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
                Require(section.Fields.Count > 0, $"{path}.fields", "The section is empty.", "Add a field.");
                foreach (var (f, field) in section.Fields.Index())
                {
                    var fieldPath = FormattableString.Invariant($"{path}.fields[{f}]");
                    CheckId(fieldPath, field.Id, fields);
                    CheckField(fieldPath, field);
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

    private void CheckId(string path, string id, HashSet<string> seen)
    {
        Require(
            IdSyntax().IsMatch(id),
            $"{path}.id",
            $"'{id}' is not an id.",
            "Begin with a letter; then letters, digits and underscore, at most 60."
        );
        Require(seen.Add(id), $"{path}.id", $"The id '{id}' is used twice.", "Make it unique.");
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

    [GeneratedRegex(@"\A[a-z0-9]{1,40}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeSyntax();

    [GeneratedRegex(@"\A[a-z0-9]{1,8}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExtensionSyntax();
}
