using System.Text.Json.Nodes;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;
using MiniApp.TestKit;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests.Running;

/// <summary>Fills in any form as a person does, field by field, with the answers of a <see cref="SampleRequest"/>.</summary>
public sealed class FormFilling(Applicant applicant, SampleRequest sample)
{
    public FormDefinition Form { get; } =
        FormCatalog.Load(Path.Combine(Repository.Root, "forms")).TryGet(sample.FormCode, out var form)
            ? form
            : throw new InvalidOperationException($"No form {sample.FormCode}.");

    private IEnumerable<string> Steps => sample.Answers["steps"]!.AsObject().Select(step => step.Key);

    /// <summary>From a fresh link to "check answers".</summary>
    public async Task FillAllAsync()
    {
        await FillUpToAsync(Steps.Last());
        await applicant.GoToCheckAsync();
    }

    /// <summary>From a fresh link up to and with a step, which stays on the screen.</summary>
    public async Task FillUpToAsync(string lastStep)
    {
        await applicant.ComeAsync(sample.Persona, formCode: sample.FormCode);
        foreach (var stepId in Steps)
        {
            await FillStepAsync(stepId);
            if (stepId == lastStep)
                return;
            await applicant.NextAsync();
        }
    }

    public Task AtStepAsync(string stepId)
    {
        var title = Form.Steps.Single(step => step.Id == stepId).Title;
        return applicant.AtStepAsync(stepId, applicant.Device.Thai ? title.Th : title.En);
    }

    private async Task FillStepAsync(string stepId)
    {
        await AtStepAsync(stepId);
        foreach (var (fieldId, typed) in sample.Answers["steps"]![stepId]!.AsObject())
            await FillAsync(Form.FindField(fieldId)!, fieldId, typed!);
        var fields = Form.Steps.Single(step => step.Id == stepId).Fields.Select(field => field.Id).ToHashSet();
        foreach (var file in sample.Documents.Where(file => fields.Contains((string)file["field"]!)))
            await UploadAsync(file);
    }

    private Task FillAsync(FormField field, string key, JsonNode typed) =>
        field.Type switch
        {
            FieldType.Choice when field.Display is ChoiceDisplay.Search => SearchAsync(
                key,
                field.Options!.Single(o => o.Value == (string?)typed).Label.Th
            ),
            FieldType.Choice or FieldType.YesNo => applicant.ChooseAsync(key, (string)typed!),
            FieldType.Choices => TickAsync(key, ((string)typed!).Split(',')),
            FieldType.Acceptance => applicant.Control(key).CheckAsync(),
            FieldType.Address => AddressAsync(key, typed),
            FieldType.Person => PersonAsync(key, typed.AsObject()),
            FieldType.NameTitle => TitleAsync(key, (string)typed!),
            FieldType.Group => RowsAsync(field, key, typed.AsArray()),
            _ => applicant.TypeAsync(key, (string)typed!),
        };

    private async Task TickAsync(string key, IEnumerable<string> values)
    {
        foreach (var value in values)
            await applicant.ChooseAsync(key, value);
    }

    /// <summary>Types into a box with suggestions and takes the one that reads so.</summary>
    private async Task SearchAsync(string key, string text, string box = "-box")
    {
        await applicant.Control(key + box).ClickAsync();
        await applicant.Control(key + box).PressSequentiallyAsync(text);
        var option = applicant
            .Page.Locator($"[id='f-{key}-list'] [role=option]")
            .GetByText(text, new() { Exact = true });
        await option.ClickAsync();
    }

    private async Task AddressAsync(string key, JsonNode typed)
    {
        await applicant.TypeAsync($"{key}-detail", (string)typed["detail"]!);
        await SearchAsync($"{key}-province", ThaiAddresses.FindProvince((string?)typed["province"])!.Thai);
        await SearchAsync($"{key}-district", ThaiAddresses.FindDistrict((string?)typed["district"])!.Thai);
        await SearchAsync($"{key}-subdistrict", ThaiAddresses.FindSubdistrict((string?)typed["subdistrict"])!.Thai);
        await Expect(applicant.Control($"{key}-postalCode")).Not.ToHaveValueAsync("");
    }

    private async Task PersonAsync(string key, JsonObject typed)
    {
        foreach (var (part, text) in typed)
        {
            var value = (string)text!;
            await (
                part switch
                {
                    "title" => TitleAsync($"{key}-title", value),
                    "nationality" => SearchAsync($"{key}-nationality", Nationalities.Find(value)!.Thai, box: ""),
                    _ => applicant.TypeAsync($"{key}-{part}", value),
                }
            );
        }
    }

    private Task TitleAsync(string key, string typed) =>
        applicant.Control(key).SelectOptionAsync(NameTitles.Normalise(typed));

    private async Task RowsAsync(FormField group, string key, JsonArray rows)
    {
        var shown = applicant.Page.Locator($".entry[id^='row-{key}-']");
        foreach (var (index, row) in rows.Index())
        {
            // The register may have filled in the first ones.
            if (await shown.CountAsync() == index)
                await applicant.Page.Locator($"[id='group-{key}-add']").ClickAsync();
            await Expect(shown.Nth(index)).ToBeVisibleAsync();
            var rowKey = (await shown.Nth(index).GetAttributeAsync("id"))!["row-".Length..];
            foreach (var (columnId, cell) in row!.AsObject())
                await FillAsync(group.Group!.Fields.Single(c => c.Id == columnId), $"{rowKey}-{columnId}", cell!);
        }
        await Expect(shown).ToHaveCountAsync(rows.Count);
    }

    private Task UploadAsync(JsonNode file)
    {
        var (name, size) = ((string)file["name"]!, (int)file["size"]!);
        return applicant.UploadAsync(
            (string)file["field"]!,
            name.EndsWith(".pdf", StringComparison.Ordinal) ? Files.Pdf(name, size) : Files.Png(name, size)
        );
    }
}
