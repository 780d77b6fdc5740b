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
        var view = new FormView(
            form,
            input.Answers,
            input.Applicant.Type,
            DateOnly.FromDateTime(input.SubmittedAt.ToOffset(ThaiDate.BangkokOffset).DateTime),
            [.. input.Attachments.Select(a => new AttachedDocument(a.FieldId, a.Name, a.ContentType, a.FileSize, true))]
        );
        var visible = view.VisibleFields.ToList();
        var attachments = input.Attachments.Where(a => visible.Exists(field => field.Id == a.FieldId)).ToList();
        var address = form.Area is { } area ? input.Answers.Address(area).WithOfficialNames() : AddressAnswer.Empty;
        return new SubmissionPayload(
            CreateData(input, view, attachments, address),
            CreateDescription(view, attachments),
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
        FormView view,
        IEnumerable<SubmittedAttachment> attachments,
        AddressAnswer address
    ) =>
        new()
        {
            ["Id"] = input.Applicant.IdentityId,
            ["Applicant"] = input.ApplicantName ?? view.ApplicantName() ?? "",
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
            ["AppData"] = AppData.Of(view),
            ["ApplicationAttachments"] = new JsonArray([.. attachments.Select(CreateAttachment)]),
            ["AdditionalInfo"] = new JsonObject
            {
                ["FormCode"] = input.Form.Code,
                ["FormVersion"] = input.Form.Version,
                ["ServiceNo"] = input.Form.ServiceNo,
            },
        };

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

    private static JsonObject CreateDescription(FormView view, List<SubmittedAttachment> attachments)
    {
        var description = new JsonObject();
        foreach (var section in view.Definition.Steps.SelectMany(step => step.Sections))
        {
            var values = new JsonObject();
            foreach (var field in view.VisibleFieldsOf(section).Where(field => field.Describe))
            {
                var value = field.Type switch
                {
                    FieldType.Document => string.Join(
                        ", ",
                        attachments.Where(a => a.FieldId == field.Id).Select(a => a.Name)
                    ),
                    FieldType.Group => string.Join('\n', view.RowsOf(field).Select(Describe)),
                    _ => AnswerText.ForReading(field, view.ValueOf(field), Thai),
                };
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

    private static string Describe(RowView row, int index)
    {
        var answers =
            from column in row.VisibleFields
            where column.Describe
            let text = AnswerText.ForReading(column, row.ValueOf(column), Thai)
            where text.Length > 0
            select $"{column.Label.Th} {text}";
        return string.Create(CultureInfo.InvariantCulture, $"{index + 1}. {string.Join("; ", answers)}");
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
