using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

public sealed class SubmissionTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 7, 32, 5, TimeSpan.Zero);
    private static readonly Applicant Citizen = new("1234567890121", ApplicantType.Citizen);
    private static readonly Applicant Juristic = new("0105500000010", ApplicantType.Juristic);

    [Fact]
    public void Prefill_CitizenProfile_FillsWhatIsKnown()
    {
        var result = Prefill.Apply(
            TestForms.FoodPlace,
            Json(
                """
                {
                  "identityId": "1234567890121", "identityName": "นายสมมติ ทดลองขาย", "email": "sommut@example.com",
                  "citizenInformation": { "birthDate": "25250815" },
                  "addresses": [{ "addressNo": "9/1", "moo": 3, "soi": "ซอยสุข", "road": "-", "subDistrict": "แขวงลาดยาว",
                                  "district": "เขตจตุจักร", "province": "กรุงเทพฯ", "postCode": "10900" }]
                }
                """
            ),
            Citizen,
            At
        );

        Assert.Equal(["applicantName", "nationalId", "birthDate", "email", "homeAddress"], result.FieldIds);
        Assert.Equal("1982-08-15", result.Answers.Text("birthDate"));
        Assert.Equal(
            new AddressAnswer(
                "9/1 หมู่ที่ 3 ซอยสุข",
                "10",
                "กรุงเทพมหานคร",
                "1030",
                "จตุจักร",
                "103001",
                "ลาดยาว",
                "10900"
            ),
            result.Answers.Address("homeAddress")
        );
    }

    [Fact]
    public void Prefill_JuristicProfile_TakesItsOwnPaths()
    {
        var result = Prefill.Apply(
            TestForms.FoodPlace,
            Json(
                """{"identityName": "บริษัท สมมติ จำกัด", "juristicInformation": {"registerCapital": "1,000,000.00"}}"""
            ),
            Juristic,
            At
        );

        Assert.Equal(["companyName", "juristicId", "capital"], result.FieldIds);
        Assert.Equal("0105500000010", result.Answers.Text("juristicId"));
        Assert.Equal(1_000_000m, result.Answers.Number("capital"));
    }

    [Theory]
    [InlineData("\"1982-08-15\"", "1982-08-15")]
    [InlineData("\"1982-08-15T00:00:00+07:00\"", "1982-08-15")]
    [InlineData("\"2525-08-15\"", "1982-08-15")]
    [InlineData("25250815", "1982-08-15")]
    [InlineData("\"15/8/2525\"", "1982-08-15")]
    [InlineData("\"25250800\"", null)]
    [InlineData("\"25250000\"", null)]
    [InlineData("\"2569-12-31\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    [InlineData("\"ไม่ทราบ\"", null)]
    public void Prefill_BirthDate_IsReadOnlyWhenWhole(string json, string? expected)
    {
        var result = Prefill.Apply(
            TestForms.FoodPlace,
            Json($"{{\"citizenInformation\": {{\"birthDate\": {json}}}}}"),
            Citizen,
            At
        );
        Assert.Equal(expected, result.Answers.Text("birthDate"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"identityName": null, "email": "kein", "addresses": [], "citizenInformation": null}""")]
    [InlineData("""{"identityName": {}, "email": 5, "addresses": {}, "citizenInformation": []}""")]
    [InlineData("""{"addresses": [null]}""")]
    [InlineData("""{"addresses": [{}]}""")]
    public void Prefill_ProfileWithGaps_LeavesOnlyTheIdentity(string json) =>
        Assert.Equal(["nationalId"], Prefill.Apply(TestForms.FoodPlace, Json(json), Citizen, At).FieldIds);

    [Fact]
    public void Prefill_UnknownPlace_StaysInTheDetail()
    {
        var result = Prefill.Apply(
            TestForms.FoodPlace,
            Json(
                """{"addresses": [{"addressNo": "1", "subDistrict": "ไม่มีจริง", "district": "จตุจักร", "province": "กรุงเทพมหานคร"}]}"""
            ),
            Citizen,
            At
        );
        var address = result.Answers.Address("homeAddress");
        Assert.Equal(("1 ไม่มีจริง", "1030", null), (address.Detail, address.DistrictCode, address.SubdistrictCode));
    }

    [Fact]
    public void Payload_IsAsWrittenDown()
    {
        using var _ = new Culture("th-TH");
        var payload = SubmissionPayload.Build(Input());

        Assert.Equal(new RequestArea("10", "กรุงเทพมหานคร", "1030", "จตุจักร", "103001", "ลาดยาว"), payload.Area);
        AssertJson(
            """
            {
              "Id": "1234567890121",
              "Applicant": "นายสมมติ ทดลองขาย",
              "IdentityType": 1,
              "SubmitDate": "2026-11-20T14:32:05+07:00",
              "Address": { "Province": "กรุงเทพมหานคร", "District": "จตุจักร", "SubDistrict": "ลาดยาว", "PostCode": "10900", "GeoCode": "103001" },
              "AppData": {
                "applicantName": "นายสมมติ ทดลองขาย",
                "placeAddress": { "detail": "9", "provinceCode": "10", "province": "กรุงเทพมหานคร", "districtCode": "1030", "district": "จตุจักร",
                                  "subdistrictCode": "103001", "subdistrict": "ลาดยาว", "postalCode": "10900" },
                "floorArea": 245.5,
                "foodKinds": ["noodles", "drinks"],
                "openingDate": "2026-12-01",
                "capital": 150000,
                "usesGas": false,
                "truth": true
              },
              "ApplicationAttachments": [
                { "Name": "บัตร.jpg", "FileId": "F1", "ContentType": "image/jpeg", "FileSize": 1234, "DocName": "สำเนาบัตรประชาชน", "FileTypeCode": "D001",
                  "Remark": null, "UploadedAt": "2026-11-20T14:00:00+07:00", "Document_Type_ID": "D001" }
              ],
              "AdditionalInfo": { "FormCode": "mna005a", "FormVersion": "1", "ServiceNo": "MNA005A" }
            }
            """,
            payload.Data
        );
        AssertJson(
            """
            {
              "ข้อมูลของคุณ": { "ชื่อ-นามสกุล": "นายสมมติ ทดลองขาย" },
              "ที่ตั้งร้าน": { "ที่อยู่ร้าน": "9 แขวงลาดยาว เขตจตุจักร กรุงเทพมหานคร 10900", "พื้นที่ร้าน (ตารางเมตร)": "245.5" },
              "อาหารที่ขาย": { "ขายอาหารแบบไหนบ้าง": "ก๋วยเตี๋ยว, กาแฟ เครื่องดื่ม" },
              "การเปิดร้าน": { "วันที่เปิดหรือจะเปิดร้าน": "1 ธันวาคม 2569", "เงินลงทุน (บาท)": "150,000.00", "ใช้แก๊สหุงต้มหรือไม่": "ไม่ใช่" },
              "เอกสารประกอบ": { "สำเนาบัตรประชาชน": "บัตร.jpg" },
              "คำรับรอง": { "ข้อมูลและเอกสารข้างต้นเป็นความจริง และยินยอมให้เจ้าหน้าที่ตรวจสอบกับหน่วยงานอื่น": "ยอมรับ" }
            }
            """,
            payload.DataDescription
        );
    }

    [Fact]
    public void Payload_TitlesThatReadTheSame_AreBothKept()
    {
        var form = TestForms.With(
            new FormField("a", FieldType.Text, new("ชื่อ", "Name")),
            new FormField("b", FieldType.Text, new("ชื่อ", "Name"))
        );
        var answers = Answers.FromJson(Json("""{"a": "1", "b": "2"}"""));
        AssertJson(
            """{"ส่วน": {"ชื่อ": "1", "ชื่อ (2)": "2"}}""",
            SubmissionPayload.Build(new(form, answers, [], Citizen, null, At)).DataDescription
        );
    }

    [Fact]
    public void Draft_WrittenAndRead_IsTheSame()
    {
        var input = Input();
        var draft = FormTree.FromDraft(
            Json(FormTree.ToDraft(input.Form, input.Answers, input.Attachments, At).ToJsonString())
        );

        Assert.Equal(("mna005a", "1", At), (draft.FormCode, draft.FormVersion, draft.SavedAt));
        Assert.True(JsonNode.DeepEquals(input.Answers.ToJson(), draft.Answers.ToJson()));
        Assert.Equal(input.Attachments, draft.Attachments);
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("""{"formVersion": 5, "savedAt": "gestern", "answers": [], "attachments": {}}""", 0)]
    [InlineData(
        """{"answers": {"a": "\ud800"}, "attachments": [null, 5, {}, {"fieldId": "f"}, {"fieldId": "f", "fileId": 1}]}""",
        0
    )]
    [InlineData("""{"attachments": [{"fieldId": "f", "fileId": "1"}]}""", 1)]
    public void Draft_OfAnotherShape_GivesWhatCanBeRead(string json, int attachments)
    {
        var draft = FormTree.FromDraft(Json(json));

        Assert.True(draft.Answers.IsEmpty);
        Assert.Equal(attachments, draft.Attachments.Count);
        Assert.Null(draft.SavedAt);
    }

    private static SubmissionInput Input() =>
        new(
            TestForms.FoodPlace,
            Answers.FromJson(
                Json(
                    """
                    {
                      "applicantName": "นายสมมติ ทดลองขาย", "companyName": "ไม่ถูกถาม", "floorArea": 245.5, "openingDate": "2026-12-01",
                      "placeAddress": { "detail": "9", "provinceCode": "10", "province": "กรุงเทพมหานคร", "districtCode": "1030", "district": "จตุจักร",
                                        "subdistrictCode": "103001", "subdistrict": "ลาดยาว", "postalCode": "10900" },
                      "foodKinds": ["noodles", "drinks"], "otherFood": "ซ่อนอยู่", "capital": 150000, "usesGas": false, "gasCylinders": 2,
                      "wasteHandling": "  ", "truth": true
                    }
                    """
                )
            ),
            [
                new(
                    "idCardCopy",
                    "F1",
                    "บัตร.jpg",
                    "image/jpeg",
                    1234,
                    "สำเนาบัตรประชาชน",
                    "D001",
                    null,
                    At.AddSeconds(-1925)
                ),
                new("lease", "F2", "เช่า.pdf", "application/pdf", 1, "สัญญาเช่า", "D004", null, At),
            ],
            Citizen,
            "นายสมมติ ทดลองขาย",
            At
        );

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();

    private static void AssertJson(string expected, JsonObject actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToString(), actual.ToString());
}
