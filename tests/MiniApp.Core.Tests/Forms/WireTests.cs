using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

/// <summary>What Biz Portal receives of the newer kinds of field.</summary>
public sealed class WireTests
{
    private static readonly FormDefinition Form = FormFiles.Load(
        """
        { "id": "nameTh", "type": "text", "sendAs": "company.name.th" },
        { "id": "nameEn", "type": "text", "sendAs": "company.name.en" },
        { "id": "show", "type": "yesNo" },
        { "id": "why", "type": "text", "sendAs": "company.why", "visibleWhen": { "field": "show", "equalTo": true } },
        { "id": "paid", "type": "money", "inWords": true, "sendAs": "company.paid" },
        { "id": "total", "type": "computed", "format": "money", "inWords": true, "compute": { "sum": ["g.amount"] } },
        { "id": "hint", "type": "note" },
        { "id": "paper", "type": "document", "document": { "types": ["pdf"], "maxBytes": 1000, "maxCount": 3 } },
        { "id": "who", "type": "person" },
        { "id": "place", "type": "address" },
        { "id": "spot", "type": "location" },
        { "id": "secret", "type": "text", "describe": false },
        { "id": "g", "type": "group", "sendAs": "company.people", "group": { "fields": [
            { "id": "person", "type": "person", "sendAs": "p" },
            { "id": "amount", "type": "money", "inWords": true },
            { "id": "foreign", "type": "text", "visibleWhen": { "field": "person.nationality", "in": ["JP", "LA"] } } ] } }
        """
    );

    private const string Somebody = """ "title": "นาย", "firstName": "สมมติ", "lastName": "ทดลอง" """;

    private const string Filled = $$"""
        {
          "nameTh": "ก", "nameEn": "A", "show": false, "why": "ซ่อน", "paid": 1250.5, "hint": "x", "paper": "x", "secret": "ส", "unknown": 1,
          "who": { {{Somebody}}, "nationality": "JP", "nationalId": "1234567890121", "passport": "TR1234567" },
          "place": { "detail": "9", "provinceCode": "10", "province": "เชียงใหม่", "districtCode": "1030", "subdistrictCode": "103001", "postalCode": "10900", "note": "x" },
          "spot": { "latitude": 13.7563, "longitude": 100.5018, "accuracy": 5 },
          "g": [
            { "_row": "r1", "person": { {{Somebody}}, "nationalId": "1234567890121", "passport": "X1" }, "amount": 10, "foreign": "ซ่อน" },
            { "_row": "r2", "person": { {{Somebody}}, "nationality": "LA", "nationalId": "1", "passport": "LA12345" }, "amount": 20, "foreign": "ลาว" },
            {} ]
        }
        """;

    [Fact]
    public void AppData_HasWhatIsShownWhereItGoes()
    {
        AssertJson(
            $$"""
            {
              "company": {
                "name": { "th": "ก", "en": "A" },
                "paid": 1250.5, "paidInWords": "หนึ่งพันสองร้อยห้าสิบบาทห้าสิบสตางค์",
                "people": [
                  { "p": { {{Somebody}}, "nationality": "TH", "nationalId": "1234567890121" }, "amount": 10, "amountInWords": "สิบบาทถ้วน" },
                  { "p": { {{Somebody}}, "nationality": "LA", "passport": "LA12345" }, "amount": 20, "amountInWords": "ยี่สิบบาทถ้วน", "foreign": "ลาว" },
                  {} ]
              },
              "show": false,
              "total": 30, "totalInWords": "สามสิบบาทถ้วน",
              "who": { {{Somebody}}, "nationality": "JP", "passport": "TR1234567" },
              "place": { "detail": "9", "provinceCode": "10", "province": "กรุงเทพมหานคร", "districtCode": "1030", "district": "จตุจักร",
                         "subdistrictCode": "103001", "subdistrict": "ลาดยาว", "postalCode": "10900" },
              "spot": { "latitude": 13.7563, "longitude": 100.5018 },
              "secret": "ส"
            }
            """,
            AppData.Of(FormFiles.View(Form, Filled))
        );
    }

    [Fact]
    public void Payload_SaysTheSameInWordsForTheTrackingPage()
    {
        var payload = SubmissionPayload.Build(
            new(
                Form,
                FormFiles.Answers(Filled),
                [new("paper", "F1", "ก.pdf", "application/pdf", 1, "เอกสาร", null, null, DateTimeOffset.UnixEpoch)],
                new Applicant("0105500000010", ApplicantType.Juristic),
                null,
                new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero)
            )
        );
        var section = payload.DataDescription["ส่วน"]!.AsObject();
        Assert.Equal(
            [
                "ช่อง nameTh",
                "ช่อง nameEn",
                "ช่อง show",
                "ช่อง paid",
                "ช่อง total",
                "ช่อง paper",
                "ช่อง who",
                "ช่อง place",
                "ช่อง spot",
                "ช่อง g",
            ],
            section.Select(member => member.Key)
        );
        Assert.Equal("1,250.50 (หนึ่งพันสองร้อยห้าสิบบาทห้าสิบสตางค์)", (string?)section["ช่อง paid"]);
        Assert.Equal("ก.pdf", (string?)section["ช่อง paper"]);
        var rows = ((string?)section["ช่อง g"])!.Split('\n');
        Assert.StartsWith(
            "1. ช่อง person นายสมมติ ทดลอง, 1-2345-67890-12-1; ช่อง amount 10.00",
            rows[0],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("ซ่อน", section.ToString(), StringComparison.Ordinal);
        Assert.Contains("ช่อง foreign ลาว", rows[1], StringComparison.Ordinal);
    }

    private static void AssertJson(string expected, JsonObject actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToString());
}
