using MiniApp.Core.Applicants;

namespace MiniApp.Core.Forms;

/// <summary>A license form as its agency describes it in <c>forms/*.form.json</c>.</summary>
/// <param name="Code">Name in the URL, lower case, e.g. <c>mna005a</c>.</param>
/// <param name="ApplicationId">Biz Portal's number for this license.</param>
/// <param name="ServiceNo">Sent as <c>x-serviceno</c>.</param>
/// <param name="Version">Sent as <c>x-version</c>; a draft remembers the version it began with.</param>
/// <param name="Applicants">Who may apply.</param>
/// <param name="Area">Id of the address field that names where the license is used (province, district, subdistrict).</param>
public sealed record FormDefinition(
    string Code,
    LocalizedText Title,
    LocalizedText? Summary,
    string ApplicationId,
    string ServiceNo,
    string Version,
    IReadOnlyList<ApplicantType> Applicants,
    LocalizedText? Fee,
    string? Area,
    IReadOnlyList<FormStep> Steps
)
{
    public IEnumerable<FormField> Fields => Steps.SelectMany(step => step.Fields);

    public FormField? FindField(string id) => Fields.FirstOrDefault(field => field.Id == id);
}

/// <summary>One page of the form.</summary>
public sealed record FormStep(string Id, LocalizedText Title, LocalizedText? Intro, IReadOnlyList<FormSection> Sections)
{
    public IEnumerable<FormField> Fields => Sections.SelectMany(section => section.Fields);
}

/// <summary>Fields under one heading.</summary>
/// <param name="Applicants">Whom the section is for; null is everybody.</param>
public sealed record FormSection(
    string Id,
    LocalizedText Title,
    LocalizedText? Intro,
    IReadOnlyList<FormField> Fields,
    IReadOnlyList<ApplicantType>? Applicants = null
);

/// <summary>One question. Which of the optional members a field may carry depends on its <see cref="Type"/>.</summary>
/// <param name="Id">Key of the answer and of <c>AppData</c>; letters, digits and underscore.</param>
/// <param name="MaxLength">Characters, text and multi-line only.</param>
/// <param name="Pattern">Regular expression the whole text must match.</param>
/// <param name="Min">Smallest number, integer, decimal and money only.</param>
/// <param name="Max">Largest number, integer, decimal and money only.</param>
/// <param name="Prefill">Where in the profile the answer may already be.</param>
/// <param name="Document">What may be uploaded; document fields only.</param>
/// <param name="VisibleWhen">Asked only when another answer has this value.</param>
/// <param name="Applicants">Who is asked; null is everybody whom the section is for.</param>
public sealed record FormField(
    string Id,
    FieldType Type,
    LocalizedText Label,
    LocalizedText? Hint = null,
    bool Required = false,
    int? MaxLength = null,
    string? Pattern = null,
    LocalizedText? PatternMessage = null,
    decimal? Min = null,
    decimal? Max = null,
    IReadOnlyList<FieldOption>? Options = null,
    PrefillPaths? Prefill = null,
    DocumentRule? Document = null,
    FieldCondition? VisibleWhen = null,
    IReadOnlyList<ApplicantType>? Applicants = null
);

/// <summary>One of the answers of a choice; <see cref="Value"/> goes on the wire.</summary>
public sealed record FieldOption(string Value, LocalizedText Label);

/// <summary>
/// True when the answer to <paramref name="Field"/> is <paramref name="EqualTo"/>: the value of a choice, one of the
/// values of a field with several choices, or <c>true</c>/<c>false</c> for yes/no and acceptance.
/// </summary>
public sealed record FieldCondition(string Field, string EqualTo);

/// <summary>What may be uploaded for a document field.</summary>
/// <param name="Types">File name extensions without the dot, lower case.</param>
/// <param name="MaxBytes">Largest size of one file, in bytes.</param>
/// <param name="MaxCount">Most files.</param>
/// <param name="TypeCode">The agency's code for this kind of document (<c>FileTypeCode</c>).</param>
public sealed record DocumentRule(IReadOnlyList<string> Types, long MaxBytes, int MaxCount, string? TypeCode = null);

public enum FieldType
{
    Text,
    MultiLine,
    Integer,
    Decimal,
    Money,
    Date,
    NationalId,
    JuristicId,
    Phone,
    Email,
    PostalCode,
    Choice,
    Choices,
    YesNo,
    Address,
    Document,
    Acceptance,
}
