using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Forms.Forms;

/// <summary>A form of this repository with answers as they come from the profile and from somebody typing.</summary>
internal sealed class FilledForm
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 7, 32, 5, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 11, 20);

    private FilledForm(SampleRequest sample)
    {
        Sample = sample;
        Form = FormCatalog.Load(TestForms.Directory).TryGet(sample.FormCode, out var form)
            ? form
            : throw new InvalidOperationException($"{sample.FormCode} is missing");
        var profile = SampleRequest.Profile(sample.Persona);
        var id = (string)profile["identityId"]!;
        Applicant = new(id, id[0] == '0' ? ApplicantType.Juristic : ApplicantType.Citizen);
        ApplicantName = (string?)profile["identityName"];
        Answers = Prefill.Apply(Form, profile, Applicant, Now).Answers;
        foreach (var (field, typed) in sample.Typed)
        {
            Type(field, typed);
        }
        Attachments = [.. sample.Documents.Select(Attach)];
    }

    public SampleRequest Sample { get; }

    public FormDefinition Form { get; }

    public Applicant Applicant { get; }

    public string? ApplicantName { get; }

    public Answers Answers { get; }

    public List<SubmittedAttachment> Attachments { get; }

    public FormView View =>
        new(
            Form,
            Answers,
            Applicant.Type,
            Today,
            [.. Attachments.Select(a => new AttachedDocument(a.FieldId, a.Name, a.ContentType, a.FileSize, true))]
        );

    public static FilledForm Read(string name) => new(SampleRequest.Read(name, Today));

    public IReadOnlyList<FieldProblem> Problems() => FormValidator.Validate(View);

    /// <summary>The English messages at one field.</summary>
    public IReadOnlyList<string> ProblemsAt(string fieldId, string? columnId = null)
    {
        using var english = new Culture("en-GB");
        return [.. Problems().Where(p => p.FieldId == fieldId && p.ColumnId == columnId).Select(p => p.Message)];
    }

    public SubmissionPayload Payload() =>
        SubmissionPayload.Build(new(Form, Answers, Attachments, Applicant, ApplicantName, Now));

    /// <summary>What differs between what goes out and what the expectation says.</summary>
    public IReadOnlyList<string> Differences()
    {
        var payload = Payload();
        var actual = new JsonObject
        {
            ["data"] = payload.Data,
            ["dataDescription"] = payload.DataDescription,
            ["area"] = payload.Area is { } area
                ? new JsonObject
                {
                    ["provinceID"] = Number(area.ProvinceCode),
                    ["province"] = area.Province,
                    ["amphurID"] = Number(area.DistrictCode),
                    ["amphur"] = area.District,
                    ["tumbolID"] = Number(area.SubdistrictCode),
                    ["tumbol"] = area.Subdistrict,
                }
                : null,
        };
        return JsonDifferences.Between(Sample.Expected, actual);
    }

    // Codes are numbers in the request itself.
    private static int? Number(string? code) => code is null ? null : int.Parse(code, CultureInfo.InvariantCulture);

    /// <summary>Answers a question as it is typed; null clears it.</summary>
    public FilledForm Type(string fieldId, JsonNode? typed)
    {
        var field = Form.FindField(fieldId) ?? throw new ArgumentException($"No field {fieldId}", nameof(fieldId));
        Answers.Set(fieldId, Read(field, typed, Answers[fieldId]));
        return this;
    }

    /// <summary>Types into one row of a group.</summary>
    public FilledForm TypeRow(string groupId, int row, string columnId, JsonNode? typed)
    {
        var rows = new JsonArray([.. Enumerable.Range(0, row + 1).Select(_ => (JsonNode)new JsonObject())]);
        rows[row]![columnId] = typed;
        return Type(groupId, rows);
    }

    private static JsonNode? Read(FormField field, JsonNode? typed, JsonNode? before) =>
        (field.Type, typed) switch
        {
            (FieldType.Group, JsonArray rows) => ReadRows(field, rows, before),
            (FieldType.Person, JsonObject parts) => ReadPerson(parts, before),
            (FieldType.Address, JsonObject parts) => Address(parts),
            _ => AnswerReader.Parse(field, (string?)typed),
        };

    private static JsonArray? ReadRows(FormField group, JsonArray typed, JsonNode? before)
    {
        var rows = AnswerRow.ReadAll(before).ToList();
        foreach (var (n, cells) in typed.Index())
        {
            if (n == rows.Count)
            {
                rows.Add(AnswerRow.New());
            }
            foreach (var (id, cell) in cells!.AsObject())
            {
                var column = group.Group!.Fields.Single(c => c.Id == id);
                rows[n].Answers.Set(id, Read(column, cell, rows[n].Answers[id]));
            }
        }
        return AnswerRow.WriteAll(rows);
    }

    private static JsonObject ReadPerson(JsonObject typed, JsonNode? before)
    {
        var person = before as JsonObject ?? [];
        foreach (var (part, text) in typed)
        {
            person[part] = AnswerReader.ParsePart(part, (string?)text);
        }
        return person;
    }

    private static JsonObject Address(JsonObject typed)
    {
        var subdistrict = ThaiAddresses.FindSubdistrict((string?)typed["subdistrict"])!;
        var district = ThaiAddresses.FindDistrict((string?)typed["district"])!;
        var province = ThaiAddresses.FindProvince((string?)typed["province"])!;
        return new AddressAnswer(
            (string?)typed["detail"],
            province.Code,
            province.Thai,
            district.Code,
            district.Thai,
            subdistrict.Code,
            subdistrict.Thai,
            subdistrict.PostalCode
        ).ToJson();
    }

    private SubmittedAttachment Attach(JsonNode file, int index)
    {
        var field = Form.FindField((string)file["field"]!)!;
        var name = (string)file["name"]!;
        return new(
            field.Id,
            FormattableString.Invariant($"file-{index + 1}"),
            name,
            name.EndsWith(".pdf", StringComparison.Ordinal) ? "application/pdf" : "image/png",
            (long)file["size"]!,
            field.Label.Th,
            field.Document!.TypeCode,
            null,
            Now
        );
    }
}
