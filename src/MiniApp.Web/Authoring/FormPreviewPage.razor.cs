using Microsoft.AspNetCore.Components;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;
using MiniApp.Web.Applicant.Uploads;
using MiniApp.Web.Shell.Fields;

namespace MiniApp.Web.Authoring;

/// <summary>What the preview of a form shows.</summary>
internal enum PreviewState
{
    Empty,

    /// <summary>Made-up answers in every field.</summary>
    Sample,

    /// <summary>Nothing answered, and everything that is said about it.</summary>
    Messages,
}

public sealed partial class FormPreviewPage
{
    private (string Code, string? As, string? State) _shown;
    private FormDefinition? _form;
    private IReadOnlyList<FormProblem> _problems = [];
    private FormSample? _sample;
    private Answers _answers = new();
    private ApplicantType _type;
    private PreviewState _state;

    [Parameter]
    public string Code { get; set; } = "";

    /// <summary>Kind of applicant.</summary>
    [SupplyParameterFromQuery]
    private string? As { get; set; }

    [SupplyParameterFromQuery]
    private string? State { get; set; }

    [Inject]
    private FormCatalog Catalog { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private IHostEnvironment Environment { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>Documents of the sample count as uploaded, in the sample.</summary>
    private FormView View =>
        new(
            _form!,
            _answers,
            _type,
            ThaiDate.Today(Clock),
            [
                .. (_sample?.Attachments ?? []).Select(a => new AttachedDocument(
                    a.FieldId,
                    a.Name,
                    a.ContentType,
                    a.FileSize,
                    Complete: true
                )),
            ]
        );

    internal static string Address(string code, ApplicantType? type = null, PreviewState? state = null) =>
        $"_forms/{code}" + (type is null ? "" : $"?as={type}&state={state}").ToLowerInvariant();

    protected override void OnInitialized()
    {
        if (Environment.IsDevelopment())
            Catalog.Changed += Reload;
    }

    protected override void OnParametersSet()
    {
        if (!Environment.IsDevelopment() || (!Find() && _problems.Count == 0))
        {
            Navigation.NotFound();
            return;
        }
        if (_shown == (Code, As, State))
            return;
        _shown = (Code, As, State);
        _state = Enum.TryParse<PreviewState>(State, ignoreCase: true, out var state) ? state : PreviewState.Empty;
        Begin();
    }

    private bool Find()
    {
        _problems = Catalog.ProblemsOf(Code);
        return Catalog.TryGet(Code, out _form);
    }

    /// <summary>Answers for the state that was asked for.</summary>
    private void Begin()
    {
        if (_form is null)
            return;
        _type =
            Enum.TryParse<ApplicantType>(As, ignoreCase: true, out var type) && _form.Applicants.Contains(type)
                ? type
                : _form.Applicants[0];
        _sample =
            _state == PreviewState.Sample ? FormSample.Of(_form, _type, ThaiDate.Today(Clock), everything: true) : null;
        _answers = _sample?.Answers ?? new Answers();
    }

    private void Reload(object? sender, FormsChangedEventArgs change) =>
        _ = InvokeAsync(() =>
        {
            if (!change.Codes.Contains(Code))
                return;
            var before = _form;
            Find();
            // What was typed stays, so that a rule can be mended while it is looked at.
            if (before is null || _state == PreviewState.Sample)
                Begin();
            StateHasChanged();
        });

    private void Changed(AnswerChange change) => _answers.Set(change.FieldId, change.Value);

    private IReadOnlyList<FieldProblem> ProblemsOf(FormView view) =>
        _state == PreviewState.Empty ? [] : FormValidator.Validate(view);

    private string Payload() =>
        SampleText.Readable(
            SubmissionPayload.Build(
                new(
                    _form!,
                    _answers,
                    _sample?.Attachments ?? [],
                    FormSample.ApplicantOf(_type),
                    null,
                    Clock.GetUtcNow()
                )
            )
        );

    private string AllowedIn(DocumentRule rule)
    {
        var types = string.Join(", ", rule.Types.Select(type => type.ToUpperInvariant()));
        var size = FileSize.Text(rule.MaxBytes, T);
        return rule.MaxCount == 1
            ? T["Upload.AllowedOne", types, size]
            : T["Upload.Allowed", types, size, rule.MaxCount];
    }

    private static string ButtonOf(bool current) => current ? "button small" : "button secondary small";

    private static string? Current(bool current) => current ? "true" : null;

    public void Dispose() => Catalog.Changed -= Reload;
}
