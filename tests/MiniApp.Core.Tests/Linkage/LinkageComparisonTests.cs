using MiniApp.Core.Applicants;
using MiniApp.Core.External.Linkage;
using MiniApp.Core.Forms;
using MiniApp.Core.Linkage;
using MiniApp.Core.Tests.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Linkage;

public sealed class LinkageComparisonTests
{
    private static readonly LinkageHouse House = new(
        "99/9",
        "14",
        null,
        "วัดอุโมงค์",
        "สุเทพ",
        "สุเทพ",
        "เมืองเชียงใหม่",
        "เชียงใหม่"
    );

    private static readonly LinkageSubject Somying = LinkageSubject.Named(
        "1509900001013",
        "นางสาวสมหญิง ตัวอย่างดี"
    ) with
    {
        BirthDate = new DateOnly(1988, 2, 29),
        Address = Address("99/9 หมู่บ้าน บ้านตัวอย่าง หมู่ที่ 14 ซอย วัดอุโมงค์", "500108"),
    };

    [Fact]
    public void Of_TheSamePerson_IsTheSame()
    {
        var comparison = Compare(Somying, Person());

        Assert.Equal(LinkageAgreement.Same, comparison.Overall);
        // Nobody asked for it.
        Assert.Equal(LinkageAgreement.Unknown, comparison[LinkageItem.Gender].Agreement);
        Assert.All(
            comparison.Rows.Where(row => row.Item != LinkageItem.Gender),
            row => Assert.Equal(LinkageAgreement.Same, row.Agreement)
        );
    }

    [Theory]
    [InlineData("ไม่ใช่", "ตัวอย่างดี", LinkageItem.FirstName)]
    [InlineData("สมหญิง", "ใหม่", LinkageItem.LastName)]
    public void Of_AnotherName_Differs(string first, string last, LinkageItem item)
    {
        var comparison = Compare(Somying, Person() with { FirstName = first, LastName = last });

        Assert.Equal(
            (LinkageAgreement.Different, LinkageAgreement.Different),
            (comparison[item].Agreement, comparison.Overall)
        );
    }

    [Theory]
    [InlineData("น.ส.", LinkageAgreement.Same)]
    [InlineData("นาง", LinkageAgreement.Different)]
    [InlineData(null, LinkageAgreement.Unknown)]
    public void Of_TheTitle_KnowsItsShortForms(string? title, LinkageAgreement agreement) =>
        Assert.Equal(agreement, Compare(Somying, Person() with { Title = title })[LinkageItem.Title].Agreement);

    [Fact]
    public void Of_AMiddleName_MayStandBeforeTheLastNameOrNot()
    {
        var register = Person() with { MiddleName = "กลาง" };

        Assert.Equal(LinkageAgreement.Same, Compare(Somying, register).Overall);
        var written = Somying with { LastName = "กลาง ตัวอย่างดี" };
        Assert.Equal(LinkageAgreement.Same, Compare(written, register).Overall);
    }

    [Theory]
    [InlineData("25310000", LinkageAgreement.Unknown, true, LinkageAgreement.Unknown)]
    [InlineData("25300000", LinkageAgreement.Different, false, LinkageAgreement.Different)]
    [InlineData("0", LinkageAgreement.Unknown, false, LinkageAgreement.Unknown)]
    public void Of_ABirthDateKnownInPart_IsNeverTheSame(
        string birth,
        LinkageAgreement agreement,
        bool partly,
        LinkageAgreement overall
    )
    {
        var comparison = Compare(Somying, Person(birth));

        Assert.Equal(
            (agreement, partly),
            (comparison[LinkageItem.BirthDate].Agreement, comparison[LinkageItem.BirthDate].IsPartlyKnown)
        );
        Assert.Equal(overall, comparison.Overall);
    }

    [Fact]
    public void Of_SomebodyDead_DiffersWhateverElseAgrees() =>
        Assert.Equal(
            LinkageAgreement.Different,
            LinkageComparison.Of(Somying, Person(), isAlive: false, House).Overall
        );

    [Fact]
    public void Of_SomebodyWhoSaidNothing_IsUnknownThroughout()
    {
        var comparison = Compare(new LinkageSubject("1509900001013"), Person());

        Assert.Equal(LinkageAgreement.Unknown, comparison.Overall);
        Assert.All(comparison.Rows.Skip(1), row => Assert.Equal(LinkageAgreement.Unknown, row.Agreement));
    }

    [Theory]
    [InlineData("99/9 หมู่ที่ 14", "500108", LinkageAgreement.Same, false)]
    [InlineData("เลขที่ ๙๙/๙ ม.๑๔", "500108", LinkageAgreement.Same, false)]
    [InlineData("99/9 ซอยอื่น", "500108", LinkageAgreement.Unknown, true)] // which village is not said
    [InlineData("หมู่ 14", "500108", LinkageAgreement.Unknown, true)]
    [InlineData("99/8 หมู่ที่ 14", "500108", LinkageAgreement.Different, false)]
    [InlineData("99/9 หมู่ที่ 4", "500108", LinkageAgreement.Different, false)]
    [InlineData("99/9 หมู่ที่ 14", "500107", LinkageAgreement.Different, false)]
    [InlineData("99/9 หมู่ที่ 14", null, LinkageAgreement.Unknown, true)]
    public void Of_Addresses_TellByHouseVillageAndSubdistrict(
        string line,
        string? subdistrict,
        LinkageAgreement agreement,
        bool partly
    )
    {
        var row = Compare(Somying with { Address = Address(line, subdistrict) }, Person())[LinkageItem.Address];

        Assert.Equal((agreement, partly), (row.Agreement, row.IsPartlyKnown));
    }

    [Fact]
    public void Of_AddressesInTown_NeedNoVillage()
    {
        var register = House with { VillageNo = null };

        var row = LinkageComparison.Of(
            Somying with
            {
                Address = Address("99/9 ถนนสุเทพ", "500108"),
            },
            Person(),
            isAlive: true,
            register
        )[LinkageItem.Address];

        Assert.Equal(LinkageAgreement.Same, row.Agreement);
    }

    [Fact]
    public void Of_NoHouse_IsUnknown() =>
        Assert.Equal(
            LinkageAgreement.Unknown,
            LinkageComparison.Of(Somying, Person(), isAlive: true, house: null)[LinkageItem.Address].Agreement
        );

    [Fact]
    public void Subject_OfAnApplicant_IsWhatTheyAnsweredThemselves()
    {
        var form = TestForms.FoodPlace;
        var answers = new Answers();
        string Field(string path) => form.Fields.First(field => field.Prefill?.Citizen == path).Id;
        answers.Set(Field("identityName"), "นางสาวสมหญิง ตัวอย่างดี");
        answers.Set(Field("citizenInformation.birthDate"), "1988-02-29");
        answers.Set(Field("addresses[0]"), Somying.Address!.ToJson());

        var subject = LinkageSubject.Of(new Applicant(Somying.NationalId, ApplicantType.Citizen), form, answers, null);

        Assert.Equal(Somying, subject);
        Assert.Null(LinkageSubject.Of(new Applicant("0105567000111", ApplicantType.Juristic), form, answers, null));
    }

    private static LinkageComparison Compare(LinkageSubject subject, LinkagePerson person) =>
        LinkageComparison.Of(subject, person, isAlive: true, House);

    private static LinkagePerson Person(string birth = "25310229")
    {
        Assert.True(PartialDate.TryReadBuddhist(birth, out var born));
        return new LinkagePerson("นางสาว", "สมหญิง", null, "ตัวอย่างดี", LinkageGender.Female, born);
    }

    private static AddressAnswer Address(string line, string? subdistrict) =>
        new AddressAnswer(line, "50", SubdistrictCode: subdistrict);
}
