using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.Forms;

namespace MiniApp.Browser.Tests.Running;

/// <summary>A complete draft that Biz Portal already holds, as if it had been filled in on another device: the quick way to late pages.</summary>
public sealed class PreparedDraft(Stage stage, string persona)
{
    public const string PlaceName = "ร้านเตรียมไว้";

    private readonly JsonObject _answers = [];
    private readonly JsonArray _attachments = [];

    /// <summary>Answers other than the usual; null takes one away.</summary>
    public PreparedDraft With(string fieldId, JsonNode? value)
    {
        _answers[fieldId] = value;
        return this;
    }

    /// <returns>Biz Portal's id of the draft.</returns>
    public async Task<string> SaveAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(stage.System.Sandbox.BaseAddress, "bizportal/api/") };
        var link = await stage.Control.LinkAsync(persona);
        var keys = stage.System.Sandbox.ApplicationKeys;
        var login = await SendAsync(
            http,
            "Authenication/Login",
            JsonContent.Create(new { applicationKey = keys["mna005a"], token = link.Token })
        );
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)login["token"]!);
        var who = await stage.Control.PersonaAsync(persona);
        var citizen = (string)who["identityType"]! == "Citizen";
        await UploadAsync(http, citizen ? "idCardCopy" : "companyCertificate", "identity.png", "image/png");
        await UploadAsync(http, "houseRegistration", "house.pdf", "application/pdf");
        await UploadAsync(http, "floorPlan", "plan.pdf", "application/pdf");

        http.DefaultRequestHeaders.Add("x-version", "1");
        http.DefaultRequestHeaders.Add("x-serviceno", "MNA005A");
        var draft = await SendAsync(
            http,
            "DataProvider/Draft",
            JsonContent.Create(
                new JsonObject
                {
                    ["identityId"] = (string)who["identityId"]!,
                    ["applicationId"] = "1001",
                    ["data"] = new JsonObject
                    {
                        ["formCode"] = "mna005a",
                        ["formVersion"] = "1",
                        ["savedAt"] = "2026-11-01T00:00:00+07:00",
                        ["answers"] = AnswersOf((string)who["identityId"]!, citizen),
                        ["attachments"] = _attachments,
                    },
                }
            )
        );
        return (string)draft["data"]!["draftId"]!;
    }

    private JsonObject AnswersOf(string identityId, bool citizen)
    {
        var address = new AddressAnswer(
            "99/1 ถนนสุเทพ",
            ProvinceCode: "50",
            Province: "เชียงใหม่",
            DistrictCode: "5001",
            District: "เมืองเชียงใหม่",
            SubdistrictCode: "500107",
            Subdistrict: "สุเทพ",
            PostalCode: "50200"
        );
        var answers = new JsonObject
        {
            [citizen ? "applicantName" : "companyName"] = "นางสาวสมหญิง ตัวอย่างดี",
            [citizen ? "nationalId" : "juristicId"] = identityId,
            ["mobile"] = "0812345678",
            ["homeAddress"] = address.ToJson(),
            ["placeName"] = PlaceName,
            ["placeAddress"] = address.ToJson(),
            ["floorArea"] = 240.5,
            ["placeRight"] = "own",
            ["leaseEnd"] = "2032-08-15",
            ["foodKinds"] = new JsonArray("noodles"),
            ["sellsAlcohol"] = false,
            ["openingDate"] = "2026-12-01",
            ["seats"] = 48,
            ["staff"] = 6,
            ["capital"] = 1_500_000,
            ["usesGas"] = false,
            ["truth"] = true,
        };
        if (!citizen)
            answers["contactName"] = "ผู้แทน ตัวอย่าง";
        foreach (var (fieldId, value) in _answers)
            answers[fieldId] = value?.DeepClone();
        return answers;
    }

    private async Task UploadAsync(HttpClient http, string fieldId, string name, string contentType)
    {
        using var form = new MultipartFormDataContent();
        using var bytes = new ByteArrayContent(new byte[1234]);
        bytes.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        form.Add(bytes, "file", name);
        var file = await SendAsync(http, "File/Upload", form);
        _attachments.Add(
            new JsonObject
            {
                ["fieldId"] = fieldId,
                ["fileId"] = (string)file["fileId"]!,
                ["name"] = name,
                ["contentType"] = contentType,
                ["fileSize"] = 1234,
                ["docName"] = name,
                ["uploadedAt"] = "2026-11-01T00:00:00+07:00",
            }
        );
    }

    private static async Task<JsonNode> SendAsync(HttpClient http, string path, HttpContent content)
    {
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
