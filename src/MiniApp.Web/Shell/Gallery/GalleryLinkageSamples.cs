using MiniApp.Core.External.Linkage;
using MiniApp.Core.Forms;
using MiniApp.Core.Linkage;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Shell.Gallery;

/// <summary>The sandbox's invented people as applicants, and what the register might say.</summary>
internal static class GalleryLinkageSamples
{
    private static readonly Dictionary<string, LinkageSubject> Subjects = new(StringComparer.Ordinal)
    {
        ["somying"] = LinkageSubject.Named("1509900001013", "นางสาวสมหญิง ตัวอย่างดี") with
        {
            BirthDate = new DateOnly(1988, 2, 29),
            Address = new AddressAnswer(
                "99/9 หมู่บ้าน บ้านตัวอย่าง หมู่ที่ 14 ซอย วัดอุโมงค์ ถนน สุเทพ",
                "50",
                "เชียงใหม่",
                "5001",
                "เมืองเชียงใหม่",
                "500108",
                "สุเทพ",
                "50200"
            ),
        },
        ["mana"] = LinkageSubject.Named("3100100002025", "นายมานะ สมมติชน") with
        {
            BirthDate = new DateOnly(1955, 12, 31),
        },
        ["piti"] = LinkageSubject.Named("5400100003033", "นางปิติ ลองระบบ") with
        {
            BirthDate = new DateOnly(1979, 7, 15),
        },
        ["chujai"] = LinkageSubject.Named("1839900004044", "นางสาวชูใจ ทดลองงาน"),
        ["wira"] = LinkageSubject.Named("8901100005053", "นายวีระ ไร้เบอร์") with
        {
            BirthDate = new DateOnly(2001, 1, 1),
            Address = new AddressAnswer("45 หมู่ที่ 1", "90", "สงขลา", "9011", "หาดใหญ่", "901101", "หาดใหญ่", "90110"),
        },
    };

    public static DateTimeOffset At { get; } = new(2026, 8, 15, 7, 32, 0, TimeSpan.Zero);

    public static IEnumerable<(string Key, string Name)> People =>
        Subjects.Select(pair => (pair.Key, pair.Value.FirstName!));

    public static IReadOnlyList<LinkageResult> Results { get; } =
    [
        Compared("somying", "นางสาว", "ตัวอย่างดี", "25310229"),
        Compared("piti", "นางสาว", "ทดลองใหม่", "25220715"),
        Compared("wira", "นาย", "ไร้เบอร์", "25440000", house: false) with
        {
            HouseFailure = LinkageFailure.Unavailable,
        },
        Compared("mana", "นาย", "สมมติชน", "24981200", alive: false),
        .. Enum.GetValues<LinkageFailure>()
            .Select(why => new LinkageResult(Failure: why, Code: why == LinkageFailure.Refused ? "90002" : null)),
        .. Enum.GetValues<LinkageRefusal>().Select(why => new LinkageResult(why)),
    ];

    public static IReadOnlyList<LinkageCheckEntry> History { get; } =
    [
        .. Enum.GetValues<LinkageOutcome>()
            .Select(outcome => (LinkageOutcome?)outcome)
            .Append(null)
            .Select(
                (outcome, n) =>
                    new LinkageCheckEntry(
                        Guid.NewGuid(),
                        "นางสาวสุดา ตรวจดี",
                        n % 2 == 0 ? "identity" : "other",
                        n % 2 == 0 ? null : "ผู้ยื่นคำขอแจ้งว่าเพิ่งเปลี่ยนนามสกุล",
                        At.AddMinutes(-n),
                        outcome
                    )
            ),
    ];

    /// <summary>A draft that is none; the same for the same person, so that earlier checks are found.</summary>
    public static Guid DraftOf(string person) => new([.. person.PadRight(16)[..16].Select(c => (byte)c)]);

    public static LinkageSubject Subject(string person) => Subjects[person];

    private static LinkageResult Compared(
        string person,
        string title,
        string lastName,
        string birth,
        bool alive = true,
        bool house = true
    )
    {
        var subject = Subjects[person];
        _ = PartialDate.TryReadBuddhist(birth, out var born);
        var register = new LinkagePerson(title, subject.FirstName!, null, lastName, LinkageGender.Female, born);
        var home = new LinkageHouse("99/9", "14", null, "วัดอุโมงค์", "สุเทพ", "สุเทพ", "เมืองเชียงใหม่", "เชียงใหม่");
        return new LinkageResult(Comparison: LinkageComparison.Of(subject, register, alive, house ? home : null));
    }
}
