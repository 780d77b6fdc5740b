using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.TestKit;

/// <summary>Invented answers that pass a form's own rules.</summary>
public static class SampleAnswers
{
    /// <summary>Every required question this applicant is asked, documents aside.</summary>
    public static Answers For(FormDefinition form, ApplicantType type)
    {
        var answers = new Answers();
        // An answer may bring further questions into sight, so look again after each.
        while (NextUnanswered(form, answers, type) is { } field)
            answers.Set(field.Id, Of(field));
        return answers;
    }

    /// <summary>The document fields that must have a file, given these answers.</summary>
    public static IReadOnlyList<FormField> RequiredDocuments(FormDefinition form, Answers answers, ApplicantType type)
    {
        var view = View(form, answers, type);
        return [.. view.VisibleFields.Where(field => field.Type == FieldType.Document && view.IsRequired(field))];
    }

    /// <summary>A valid answer to one question.</summary>
    public static JsonNode Of(FormField field) =>
        field.Type switch
        {
            FieldType.Integer or FieldType.Decimal or FieldType.Money => JsonValue.Create(field.Min ?? 1),
            FieldType.Date => "2027-01-31",
            FieldType.NationalId => "3100100002025",
            FieldType.JuristicId => "0105567000111",
            FieldType.Phone => "0810000001",
            FieldType.Email => "sample@example.invalid",
            FieldType.PostalCode => "50200",
            FieldType.Choice => field.Options![0].Value,
            FieldType.Choices => new JsonArray(field.Options![0].Value),
            FieldType.YesNo => false,
            FieldType.Acceptance => true,
            FieldType.Address => Address(),
            FieldType.Document => throw new ArgumentException("A document is uploaded, not answered.", nameof(field)),
            _ => "ตัวอย่าง",
        };

    private static FormField? NextUnanswered(FormDefinition form, Answers answers, ApplicantType type) =>
        View(form, answers, type) is var view
            ? view.VisibleFields.FirstOrDefault(field =>
                view.IsRequired(field) && field.Type != FieldType.Document && answers[field.Id] is null
            )
            : null;

    private static FormView View(FormDefinition form, Answers answers, ApplicantType type) =>
        new(form, answers, type, ThaiDate.Today(TimeProvider.System));

    private static JsonObject Address()
    {
        var subdistrict = ThaiAddresses.FindByPostalCode("50200")[0];
        var district = ThaiAddresses.FindDistrict(subdistrict.DistrictCode)!;
        var province = ThaiAddresses.FindProvince(subdistrict.ProvinceCode)!;
        return new AddressAnswer(
            "99/9 ถนนตัวอย่าง",
            province.Code,
            province.Thai,
            district.Code,
            district.Thai,
            subdistrict.Code,
            subdistrict.Thai,
            "50200"
        ).ToJson();
    }
}
