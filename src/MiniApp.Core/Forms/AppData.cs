using System.Text.Json.Nodes;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>The form's own answers as licence systems receive them: <c>data.AppData</c>.</summary>
public static class AppData
{
    /// <summary>Only what is asked and answered; hidden answers stay in the draft.</summary>
    public static JsonObject Of(FieldScope scope)
    {
        var data = new JsonObject();
        foreach (var field in scope.VisibleFields.Where(f => f.Type is not (FieldType.Document or FieldType.Note)))
        {
            var value = scope.ValueOf(field);
            if (JsonAnswer.IsMissing(value))
            {
                continue;
            }
            var path = field.SendAs ?? field.Id;
            Put(data, path, Wire(scope, field, value!));
            if (field.InWords && JsonAnswer.Number(value) is { } amount)
            {
                Put(data, path + "InWords", ThaiBahtText.Format(amount));
            }
        }
        return data;
    }

    /// <summary>Name of the applicant among the answers, for where no profile gives it; null when it is not answered.</summary>
    public static string? ApplicantName(this FormView view)
    {
        var named = view.Definition.ApplicantName is { } id ? view.Definition.FindField(id) : null;
        return view
            .VisibleFields.Where(field =>
                named is null ? field.Prefill?.For(view.Applicant) == "identityName" : ReferenceEquals(field, named)
            )
            .Select(field => JsonAnswer.Text(view.ValueOf(field)))
            .FirstOrDefault(name => name is not null);
    }

    private static JsonNode Wire(FieldScope scope, FormField field, JsonNode value) =>
        field.Type switch
        {
            FieldType.Group => new JsonArray([.. scope.Form.RowsOf(field).Select(row => (JsonNode)Of(row))]),
            FieldType.Address => AddressAnswer.FromJson(value).WithOfficialNames().ToJson(),
            FieldType.Location when LocationAnswer.FromJson(value) is { } at => at.ToJson(),
            FieldType.Person => PersonAnswer.FromJson(value).Given().ToJson()!,
            _ => value.DeepClone(),
        };

    private static void Put(JsonObject data, string path, JsonNode value)
    {
        var names = path.Split('.');
        foreach (var name in names[..^1])
        {
            // FormChecks refuses paths of which one is a value and another goes through it.
            if (data[name] is not JsonObject inner)
            {
                data[name] = inner = [];
            }
            data = inner;
        }
        data[names[^1]] = value;
    }
}
