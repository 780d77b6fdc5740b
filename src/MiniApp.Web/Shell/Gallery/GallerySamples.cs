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

    private static readonly FieldOption[] Foods =
    [
        new("noodles", new("ก๋วยเตี๋ยว", "Noodles")),
        new("rice", new("ข้าวแกง", "Rice and curry")),
        new("grill", new("อาหารปิ้งย่าง", "Grilled food")),
        new("seafood", new("อาหารทะเล", "Seafood")),
        new("isan", new("อาหารอีสาน", "Isan food")),
        new("vegan", new("อาหารเจและมังสวิรัติ", "Vegan and vegetarian food")),
        new("sweets", new("ขนมและของหวาน", "Sweets")),
        new("drinks", new("เครื่องดื่ม", "Drinks")),
        new("bakery", new("เบเกอรี่", "Bakery")),
    ];

    private static readonly FormField[] ManagerColumns =
    [
        new("person", FieldType.Person, new("ตัวบุคคล", "Person"), Required: true),
        new("signs", FieldType.YesNo, new("มีอำนาจลงนาม", "Signs for the company"), Required: true),
        new(
            "license",
            FieldType.Text,
            new("เลขทะเบียนผู้ทำบัญชี", "Accountant's number"),
            MaxLength: 5,
            VisibleWhen: new Condition("signs", EqualTo: "true")
        ),
    ];

    private static readonly FormField[] BranchColumns =
    [
        new("code", FieldType.Text, new("รหัสสาขา", "Branch code"), Required: true, MaxLength: 5),
        new("title", FieldType.Text, new("ชื่อสาขา", "Name of the branch"), Required: true),
        new("kind", FieldType.Choice, new("ประเภท", "Kind"), Options: Kinds, Display: ChoiceDisplay.List),
        new("rent", FieldType.Money, new("ค่าเช่าต่อเดือน", "Rent a month"), Required: true),
    ];

    private static readonly FormField[] AllFields =
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
        new(
            "title",
            FieldType.NameTitle,
            new("คำนำหน้าชื่อผู้จัดการร้าน", "Title of the shop's manager"),
            Required: true
        ),
        new("manager", FieldType.Person, new("ผู้จัดการร้าน", "Manager of the shop"), Required: true),
        new(
            "country",
            FieldType.Choice,
            new("ประเภทอาหารหลัก", "Main kind of food"),
            new("พิมพ์เพื่อค้นหาได้", "You can type to search"),
            Required: true,
            Options: Foods,
            Display: ChoiceDisplay.Search
        ),
        new("map", FieldType.Location, new("พิกัดของร้าน", "Where the shop is on the map")),
        new("deposit", FieldType.Money, new("เงินประกัน", "Deposit"), InWords: true),
        new(
            "note",
            FieldType.Note,
            new(
                "หลักประกันต้องไม่น้อยกว่าร้อยละ 3 ของทุน\nยื่นหลักประกันได้ภายใน 30 วันหลังได้รับใบอนุญาต",
                "The guarantee must be 3 % of the capital or more.\nIt may be handed in until 30 days after the license."
            )
        ),
        new(
            "warned",
            FieldType.Note,
            new("การแจ้งข้อมูลเท็จมีโทษตามกฎหมาย", "Giving false information is punishable by law."),
            Tone: NoteTone.Warning
        ),
        new(
            "managers",
            FieldType.Group,
            new("กรรมการ", "Directors"),
            new("ใส่ทุกคนตามหนังสือรับรอง", "Everybody named in the certificate"),
            Required: true,
            Group: new(ManagerColumns, Min: 1, Max: 3, Noun: new("กรรมการ", "Director"))
        ),
        new(
            "branches",
            FieldType.Group,
            new("สาขา", "Branches"),
            Group: new(BranchColumns, Max: 3, Display: GroupDisplay.Table, Noun: new("สาขา", "Branch"))
        ),
        new(
            "rents",
            FieldType.Computed,
            new("ค่าเช่ารวมต่อเดือน", "Rent of all branches a month"),
            Compute: new Expression.Worked(new Operation(Sum: [new Expression.Reference("branches.rent")])),
            Format: NumberFormat.Money,
            InWords: true
        ),
        new(
            "share",
            FieldType.Computed,
            new("ค่าเช่าเทียบกับเงินลงทุน", "Rent compared with the capital"),
            Compute: new Expression.Worked(
                new Operation(Quotient: [new Expression.Reference("rents"), new Expression.Reference("capital")])
            ),
            Format: NumberFormat.Percent
        ),
        new(
            "empty",
            FieldType.Group,
            new("ผู้สอบบัญชี", "Auditors"),
            Group: new([new("n", FieldType.Text, new("ชื่อ", "Name"))])
        ),
        new("lockedName", FieldType.Text, new("ชื่อนิติบุคคล", "Name of the company"), Required: true, Locked: true),
        new("lockedPerson", FieldType.Person, new("ผู้มีอำนาจ", "Authorised person"), Required: true, Locked: true),
        new(
            "lockedKind",
            FieldType.Choice,
            new("ประเภทนิติบุคคล", "Kind of company"),
            Required: true,
            Options: Kinds,
            Locked: true
        ),
        new("plan", FieldType.Document, new("แผนผังร้าน", "Plan of the shop"), Required: true),
        new(
            "truth",
            FieldType.Acceptance,
            new("ข้าพเจ้ารับรองว่าข้อมูลเป็นความจริง", "I confirm that the answers are true"),
            Required: true
        ),
    ];

    public static IReadOnlyList<FormField> Fields => AllFields;

    public static FormDefinition Form { get; } =
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
        answers.Set("title", "ดอกเตอร์");
        answers.Set("manager", new PersonAnswer("นาย", "สมมติ", "ตัวอย่าง", NationalId: "1101700203450").ToJson());
        answers.Set("country", "isan");
        answers.Set("map", new LocationAnswer(13.7563m, 100.5018m).ToJson());
        answers.Set("capital", 2_500_000);
        answers.Set("deposit", 125_000.50m);
        answers.Set(
            "managers",
            new JsonArray(
                Row("a1", ("person", new PersonAnswer("นาง", "สมหญิง", "ตัวอย่าง").ToJson()), ("signs", true)),
                Row(
                    "b2",
                    ("person", new PersonAnswer("นาย", "Kenji", "Tanaka", "JP", Passport: "TK1234567").ToJson()),
                    ("signs", false)
                )
            )
        );
        answers.Set(
            "branches",
            new JsonArray(
                Row("c3", ("code", "00001"), ("title", "สาขาสีลม"), ("kind", "stall"), ("rent", 45_000)),
                Row("d4", ("code", "00002"), ("title", "สาขาเชียงใหม่ ถนนนิมมานเหมินท์"), ("rent", 32_500.75m))
            )
        );
        answers.Set("lockedName", "บริษัท สมมติ จำกัด");
        answers.Set("lockedPerson", new PersonAnswer("นาย", "สมมติ", "ตัวอย่าง", NationalId: "1101700203450").ToJson());
        answers.Set("lockedKind", "restaurant");
        return answers;
    }

    /// <summary>What the register has instead of the answer.</summary>
    public static string InRegistry(FormField field) =>
        field.Type == FieldType.Person ? "นายสมมุติ ตัวอย่าง, 1 1017 00203 45 0" : "ครัวสมมติ";

    private static JsonObject Row(string key, params (string Column, JsonNode? Value)[] answers)
    {
        var row = new JsonObject { [Answers.RowKey] = key };
        foreach (var (column, value) in answers)
            row[column] = value;
        return row;
    }

    /// <summary>A problem for every field, and for parts of the address, a person and rows.</summary>
    public static IReadOnlyList<FieldProblem> Problems(Func<LocalizedText, string> say) =>
        [
            .. Fields
                .Where(field =>
                    field.IsAnswered && !field.Locked && field.Type is not (FieldType.Address or FieldType.Person)
                )
                .Select(field => new FieldProblem(field.Id, say(new("ยังไม่ได้ตอบ ", "Not answered: ")) + field.Label)),
            new("place", say(new("เลือกตำบล/แขวง", "Choose the subdistrict")), "subdistrict"),
            new("manager", say(new("ใส่นามสกุล", "Enter the last name")), "lastName"),
            new(
                "managers",
                say(new("ใส่เลขประจำตัวประชาชน 13 หลัก", "Enter the 13 digits")),
                "nationalId",
                "a1",
                "person"
            ),
            new("managers", say(new("ใส่เลขทะเบียน 5 หลัก", "Enter the 5 digits")), null, "a1", "license"),
            new("branches", say(new("รหัสสาขาต้องไม่ซ้ำกัน", "Branch codes must differ")), null, "d4", "code"),
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
