using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Web.Shell.Gallery;

/// <summary>One field of every kind, with answers and problems, for looking at.</summary>
internal static class GallerySamples
{
    private static readonly FieldOption[] Kinds =
    [
        new("restaurant", new("ร้านอาหารในอาคาร", "Restaurant in a building")),
        new("stall", new("แผงลอย", "Stall")),
        new("truck", new("รถจำหน่ายอาหารเคลื่อนที่", "Food truck")),
    ];

    private static readonly FieldOption[] Days =
    [
        new("mon", new("วันจันทร์", "Monday")),
        new("tue", new("วันอังคาร", "Tuesday")),
        new("wed", new("วันพุธ", "Wednesday")),
        new("thu", new("วันพฤหัสบดี", "Thursday")),
        new("fri", new("วันศุกร์", "Friday")),
        new("sat", new("วันเสาร์", "Saturday")),
        new("sun", new("วันอาทิตย์", "Sunday")),
        new("holiday", new("วันหยุดนักขัตฤกษ์", "Public holidays")),
    ];

    public static FormDefinition Form =>
        new(
            "gallery",
            new("ตัวอย่าง", "Gallery"),
            null,
            "0",
            "GALLERY",
            "1",
            [ApplicantType.Citizen],
            null,
            null,
            [new("all", new("ทั้งหมด", "All"), null, [new("fields", new("ช่อง", "Fields"), null, Fields)])]
        );

    public static IReadOnlyList<FormField> Fields { get; } =
    [
        new(
            "name",
            FieldType.Text,
            new("ชื่อร้าน", "Name of the shop"),
            new("ตามป้ายหน้าร้าน", "As on the sign"),
            true
        ),
        new("about", FieldType.MultiLine, new("ลักษณะกิจการ", "What the shop does"), MaxLength: 500),
        new("seats", FieldType.Integer, new("จำนวนที่นั่ง", "Seats"), Required: true),
        new("area", FieldType.Decimal, new("พื้นที่ (ตารางเมตร)", "Floor space (square metres)"), Required: true),
        new("capital", FieldType.Money, new("เงินลงทุน", "Capital"), Required: true),
        new("opens", FieldType.Date, new("วันที่เปิดร้าน", "Opening day"), Required: true),
        new("owner", FieldType.NationalId, new("เลขประจำตัวประชาชน", "National ID number"), Required: true),
        new("company", FieldType.JuristicId, new("เลขทะเบียนนิติบุคคล", "Juristic person number")),
        new("phone", FieldType.Phone, new("โทรศัพท์", "Telephone"), Required: true),
        new("mail", FieldType.Email, new("อีเมล", "Email")),
        new("zip", FieldType.PostalCode, new("รหัสไปรษณีย์", "Postal code"), Required: true),
        new("kind", FieldType.Choice, new("ประเภทร้าน", "Kind of shop"), Required: true, Options: Kinds),
        new("closed", FieldType.Choice, new("วันหยุดประจำ", "Day off"), Required: true, Options: Days),
        new("services", FieldType.Choices, new("บริการที่มี", "Services"), Options: Kinds),
        new("alcohol", FieldType.YesNo, new("ขายเครื่องดื่มแอลกอฮอล์", "Sells alcohol"), Required: true),
        new("place", FieldType.Address, new("ที่ตั้งร้าน", "Where the shop is"), Required: true),
        new("plan", FieldType.Document, new("แผนผังร้าน", "Plan of the shop"), Required: true),
        new(
            "truth",
            FieldType.Acceptance,
            new("ข้าพเจ้ารับรองว่าข้อมูลเป็นความจริง", "I confirm that the answers are true"),
            Required: true
        ),
    ];

    public static Answers Filled()
    {
        var answers = new Answers();
        answers.Set("name", "ครัวคุณสมมติ");
        answers.Set("seats", 24);
        answers.Set("opens", "2026-08-15");
        answers.Set("kind", "stall");
        answers.Set("services", new JsonArray("stall", "truck"));
        answers.Set("alcohol", JsonValue.Create(false));
        answers.Set("place", new AddressAnswer("99/1 ถนนสมมติ", "10", "กรุงเทพมหานคร", "1007", "ปทุมวัน").ToJson());
        return answers;
    }

    /// <summary>A problem for every field, and for two parts of the address.</summary>
    public static IReadOnlyList<FieldProblem> Problems(Func<LocalizedText, string> say) =>
        [
            .. Fields
                .Where(field => field.Type != FieldType.Address)
                .Select(field => new FieldProblem(field.Id, say(new("ยังไม่ได้ตอบ ", "Not answered: ")) + field.Label)),
            new("place", say(new("เลือกตำบล/แขวง", "Choose the subdistrict")), "subdistrict"),
            new("place", say(new("ใส่รหัสไปรษณีย์ 5 หลัก", "Enter the 5 digits of the postal code")), "postalCode"),
        ];

    public static IReadOnlyList<StepItem> Steps(Func<LocalizedText, string> say) =>
        [
            new(say(new("ข้อมูลผู้ยื่นคำขอ", "Applicant")), StepState.Done, "_gallery"),
            new(say(new("สถานที่ตั้ง", "Place")), StepState.Problem, "_gallery"),
            new(say(new("รายละเอียดกิจการและการจัดการสุขลักษณะ", "Business and hygiene details")), StepState.Current),
            new(say(new("เอกสาร", "Documents")), StepState.Todo),
        ];

    public static IReadOnlyList<SummaryRow> Rows { get; } =
    [
        new("ชื่อร้าน · Shop", "ครัวคุณสมมติ", "_gallery"),
        new("ที่ตั้ง · Place", "99/1 ถนนสมมติ\nแขวงวังใหม่ เขตปทุมวัน\nกรุงเทพมหานคร 10330", "_gallery"),
        new("อีเมล · Email", null, "_gallery"),
        new("วันที่เปิด · Opens", "31/2/2569", "_gallery", "ไม่มีวันที่นี้ · There is no such day"),
    ];
}
