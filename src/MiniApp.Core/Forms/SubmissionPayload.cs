using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>Everything a request is made of.</summary>
public sealed record SubmissionInput(
    FormDefinition Form,
    Answers Answers,
    IReadOnlyList<SubmittedAttachment> Attachments,
    Applicant Applicant,
    string? ApplicantName,
    DateTimeOffset SubmittedAt
);

/// <summary>What ApplicationRequest/Create carries (contracts, section 2).</summary>
/// <param name="Data">What licence systems receive.</param>
/// <param name="DataDescription">Section title, field label, value, all in Thai, for Biz Portal's tracking page.</param>
public sealed record SubmissionPayload(JsonObject Data, JsonObject DataDescription, RequestArea? Area)
{
    private static readonly CultureInfo Thai = CultureInfo.GetCultureInfo("th-TH");

    /// <summary>Answers to questions that this applicant isn't asked are left out, and their documents too.</summary>
    public static SubmissionPayload Build(SubmissionInput input)
    {
        var form = input.Form;
        var visible = form.VisibleFields(input.Answers, input.Applicant.Type).ToList();
        var attachments = input.Attachments.Where(a => visible.Exists(field => field.Id == a.FieldId)).ToList();
        var address = form.Area is { } area ? input.Answers.Address(area) : AddressAnswer.Empty;
        return new SubmissionPayload(
            CreateData(input, visible, attachments, address),
            CreateDescription(input, attachments),
            form.Area is null
                ? null
                : new RequestArea(
                    address.ProvinceCode,
                    address.Province,
                    address.DistrictCode,
                    address.District,
                    address.SubdistrictCode,
                    address.Subdistrict
                )
        );
    }

    private static JsonObject CreateData(
        SubmissionInput input,
        IEnumerable<FormField> visible,
        IEnumerable<SubmittedAttachment> attachments,
        AddressAnswer address
    ) =>
        new()
        {
            ["Id"] = input.Applicant.IdentityId,
            ["Applicant"] = input.ApplicantName ?? NameAmong(visible, input),
            ["IdentityType"] = (int)input.Applicant.Type,
            ["SubmitDate"] = Moment(input.SubmittedAt),
            ["Address"] = new JsonObject
            {
                ["Province"] = address.Province,
                ["District"] = address.District,
                ["SubDistrict"] = address.Subdistrict,
                ["PostCode"] = address.PostalCode,
                ["GeoCode"] = address.SubdistrictCode,
            },
            ["AppData"] = new JsonObject(
                visible
                    .Where(field => !JsonAnswer.IsMissing(input.Answers[field.Id]))
                    .Select(field => KeyValuePair.Create(field.Id, input.Answers[field.Id]?.DeepClone()))
            ),
            ["ApplicationAttachments"] = new JsonArray([.. attachments.Select(CreateAttachment)]),
            ["AdditionalInfo"] = new JsonObject
            {
                ["FormCode"] = input.Form.Code,
                ["FormVersion"] = input.Form.Version,
                ["ServiceNo"] = input.Form.ServiceNo,
            },
        };

    /// <summary>A draft begun elsewhere, or without a profile, knows the name only as the answer it usually fills in.</summary>
    private static string NameAmong(IEnumerable<FormField> visible, SubmissionInput input) =>
        visible
            .Where(field => field.Prefill is { } prefill && (prefill.Citizen ?? prefill.Juristic) == "identityName")
            .Select(field => input.Answers.Text(field.Id))
            .FirstOrDefault(name => name is not null)
        ?? "";

    private static JsonNode CreateAttachment(SubmittedAttachment attachment) =>
        new JsonObject
        {
            ["Name"] = attachment.Name,
            ["FileId"] = attachment.FileId,
            ["ContentType"] = attachment.ContentType,
            ["FileSize"] = attachment.FileSize,
            ["DocName"] = attachment.DocName,
            ["FileTypeCode"] = attachment.FileTypeCode,
            ["Remark"] = attachment.Remark,
            ["UploadedAt"] = Moment(attachment.UploadedAt),
            ["Document_Type_ID"] = attachment.FileTypeCode,
        };

    private static JsonObject CreateDescription(SubmissionInput input, List<SubmittedAttachment> attachments)
    {
        var description = new JsonObject();
        foreach (var section in input.Form.Steps.SelectMany(step => step.Sections))
        {
            var values = new JsonObject();
            foreach (var field in input.Form.VisibleFields(section, input.Answers, input.Applicant.Type))
            {
                var value =
                    field.Type is FieldType.Document
                        ? string.Join(", ", attachments.Where(a => a.FieldId == field.Id).Select(a => a.Name))
                        : AnswerText.ForReading(field, input.Answers[field.Id], Thai);
                if (!string.IsNullOrWhiteSpace(value))
                {
                    values[Unused(values, field.Label.Th)] = value;
                }
            }
            if (values.Count > 0)
            {
                description[Unused(description, section.Title.Th)] = values;
            }
        }
        return description;
    }

    // Titles are written for people; two of them may read the same.
    private static string Unused(JsonObject target, string name)
    {
        var unused = name;
        for (var n = 2; target.ContainsKey(unused); n++)
        {
            unused = string.Create(CultureInfo.InvariantCulture, $"{name} ({n})");
        }
        return unused;
    }

    private static string Moment(DateTimeOffset moment) =>
        moment.ToOffset(ThaiDate.BangkokOffset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
