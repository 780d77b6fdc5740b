using System.Text.Json.Serialization;
using MiniApp.Core.Applicants;

namespace MiniApp.Core.Forms;

/// <summary>A license form as its agency describes it in <c>forms/*.form.json</c>.</summary>
/// <param name="Code">Name in the URL, lower case, e.g. <c>mna005a</c>.</param>
/// <param name="ApplicationId">Biz Portal's number for this license.</param>
/// <param name="ServiceNo">Sent as <c>x-serviceno</c>.</param>
/// <param name="Version">Sent as <c>x-version</c>; a draft remembers the version it began with.</param>
/// <param name="Applicants">Who may apply.</param>
/// <param name="Area">Id of the address field that names where the license is used (province, district, subdistrict).</param>
/// <param name="ApplicantName">Id of the text field that names the applicant on the wire, where no profile does.</param>
/// <param name="Review">Whether an officer looks at the draft before it is sent.</param>
/// <param name="Checks">What must hold between answers.</param>
/// <param name="Desk">How officers check it, where they do.</param>
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
    IReadOnlyList<FormStep> Steps,
    string? ApplicantName = null,
    ReviewSetting Review = ReviewSetting.None,
    IReadOnlyList<FormCheck>? Checks = null,
    ReviewDeskRules? Desk = null
)
{
    /// <summary>Whether two officers have to approve.</summary>
    public bool NeedsSecondApproval => Desk?.SecondApproval == true;

    /// <summary>The fields of every step; the columns of a repeating group are its own.</summary>
    public IEnumerable<FormField> Fields => Steps.SelectMany(step => step.Fields);

    public FormField? FindField(string? id) => id is null ? null : FormIndex.Of(this).Find(id)?.Field;
}

/// <summary>Whether an officer looks at a draft before it becomes a license request.</summary>
public enum ReviewSetting
{
    /// <summary>Staff see only what was submitted.</summary>
    None,

    /// <summary>The applicant may ask for a check.</summary>
    Optional,

    /// <summary>Only an approved draft can be sent.</summary>
    Required,
}

/// <summary>How officers check a form's drafts.</summary>
/// <param name="Days">By when they should have decided: that many days after the one on which it was shared.</param>
/// <param name="SecondApproval">Two officers have to approve.</param>
/// <param name="Texts">What they often write to applicants, to choose from.</param>
public sealed record ReviewDeskRules(
    int Days = 5,
    bool SecondApproval = false,
    IReadOnlyList<LocalizedText>? Texts = null
)
{
    public static readonly ReviewDeskRules Default = new();
}

/// <summary>Something that must hold between answers.</summary>
/// <param name="Require">Reported when it is certainly false: an answer that is still missing has its own message.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
/// <param name="Field">Id of the field that shows the message; in a group's own checks a column.</param>
/// <param name="When">Checked only when this holds.</param>
public sealed record FormCheck(Condition Require, LocalizedText Message, string Field, Condition? When = null);

/// <summary>One page of the form.</summary>
public sealed record FormStep(string Id, LocalizedText Title, LocalizedText? Intro, IReadOnlyList<FormSection> Sections)
{
    public IEnumerable<FormField> Fields => Sections.SelectMany(section => section.Fields);
}

/// <summary>Fields under one heading.</summary>
/// <param name="Applicants">Whom the section is for; null is everybody.</param>
/// <param name="VisibleWhen">Shown only then. A step of which nothing is shown is passed over.</param>
public sealed record FormSection(
    string Id,
    LocalizedText Title,
    LocalizedText? Intro,
    IReadOnlyList<FormField> Fields,
    IReadOnlyList<ApplicantType>? Applicants = null,
    Condition? VisibleWhen = null
);

/// <summary>One question. Which of the optional members a field may carry depends on its <see cref="Type"/>.</summary>
/// <param name="Id">Key of the answer and, without <paramref name="SendAs"/>, of <c>AppData</c>; letters, digits and underscore.</param>
/// <param name="Label">The question; of a note its text, where a line break begins a paragraph.</param>
/// <param name="MaxLength">Characters, text and multi-line only.</param>
/// <param name="Pattern">Regular expression the whole text must match.</param>
/// <param name="Min">Smallest number, integer, decimal and money only.</param>
/// <param name="Max">Largest number, integer, decimal and money only.</param>
/// <param name="Prefill">Where in the profile the answer may already be; of a column, where in the row's own item.</param>
/// <param name="Document">What may be uploaded; document fields only.</param>
/// <param name="VisibleWhen">Asked only when this holds.</param>
/// <param name="Applicants">Who is asked; null is everybody whom the section is for.</param>
/// <param name="RequiredWhen">Must be answered when this holds.</param>
/// <param name="MinLength">Fewest characters, text and multi-line only.</param>
/// <param name="Characters">Which letters a text may have.</param>
/// <param name="Earliest">First date: <c>yyyy-MM-dd</c>, <c>today</c>, or <c>today-3m</c> (d days, m months, y years).</param>
/// <param name="Latest">Last date, written like <paramref name="Earliest"/>.</param>
/// <param name="Display">How a choice looks; without it by the number of options.</param>
/// <param name="Locked">What the profile filled in can't be changed.</param>
/// <param name="Group">Rows of a repeating group; group fields only.</param>
/// <param name="Compute">How a computed field comes about.</param>
/// <param name="Format">How a computed number reads; decimal without it.</param>
/// <param name="InWords">Money also in Thai words, on the page and as <c>{name}InWords</c> on the wire.</param>
/// <param name="Tone">Of a note: information, which it is without, or warning.</param>
/// <param name="SendAs">Where in <c>AppData</c> the answer goes, with dots for objects: <c>company.nameTh</c>.</param>
/// <param name="Describe">Whether Biz Portal's tracking page lists the answer.</param>
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
    Condition? VisibleWhen = null,
    IReadOnlyList<ApplicantType>? Applicants = null,
    Condition? RequiredWhen = null,
    int? MinLength = null,
    TextCharacters? Characters = null,
    string? Earliest = null,
    string? Latest = null,
    ChoiceDisplay? Display = null,
    bool Locked = false,
    GroupRule? Group = null,
    Expression? Compute = null,
    NumberFormat? Format = null,
    bool InWords = false,
    NoteTone? Tone = null,
    string? SendAs = null,
    bool Describe = true
)
{
    /// <summary>False for what people only read: notes and computed fields.</summary>
    [JsonIgnore]
    public bool IsAnswered => Type is not (FieldType.Note or FieldType.Computed);
}

/// <summary>One of the answers of a choice; <see cref="Value"/> goes on the wire.</summary>
/// <param name="VisibleWhen">Offered only when this holds.</param>
public sealed record FieldOption(string Value, LocalizedText Label, Condition? VisibleWhen = null);

/// <summary>A repeating group: rows with the same fields. Columns may be of any type but document and group.</summary>
/// <param name="Fields">The columns; their ids may be used again in other groups.</param>
/// <param name="Min">Fewest rows.</param>
/// <param name="Max">Most rows; 100 without it.</param>
/// <param name="Display">A table on wide screens, or cards.</param>
/// <param name="Unique">Columns, or parts of a column (<c>person.nationalId</c>), whose answer no two rows may share.</param>
/// <param name="Checks">What must hold within each row.</param>
/// <param name="Noun">What one row is called, e.g. "Manager"; with its number it heads the row.</param>
public sealed record GroupRule(
    IReadOnlyList<FormField> Fields,
    int? Min = null,
    int? Max = null,
    GroupDisplay Display = GroupDisplay.Cards,
    IReadOnlyList<string>? Unique = null,
    IReadOnlyList<FormCheck>? Checks = null,
    LocalizedText? Noun = null
)
{
    /// <summary>Most rows where the form names no number.</summary>
    public const int DefaultMax = 100;
}

public enum GroupDisplay
{
    Cards,
    Table,
}

public enum ChoiceDisplay
{
    Radio,
    List,

    /// <summary>A list with a search box, for dozens of options.</summary>
    Search,
}

/// <summary>Letters of which language; digits and punctuation are free.</summary>
public enum TextCharacters
{
    Thai,
    English,
}

public enum NumberFormat
{
    Integer,
    Decimal,
    Money,

    /// <summary>0.25 reads 25 %.</summary>
    Percent,
}

public enum NoteTone
{
    Info,
    Warning,
}

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

    /// <summary>Title of a name: one of the common ones, or another that is typed.</summary>
    NameTitle,
    Choice,
    Choices,
    YesNo,
    Address,

    /// <summary>Latitude and longitude: see <see cref="LocationAnswer"/>.</summary>
    Location,

    /// <summary>Title, name, nationality, and national ID or passport: see <see cref="PersonAnswer"/>.</summary>
    Person,

    /// <summary>Rows of fields: an array of objects, each with its row key under <see cref="Answers.RowKey"/>.</summary>
    Group,

    /// <summary>A number that follows from other answers.</summary>
    Computed,
    Document,
    Acceptance,

    /// <summary>A text to read.</summary>
    Note,
}
