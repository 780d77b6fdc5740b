using MiniApp.Core.External.Hcm;
using MiniApp.Core.External.ThaiD;
using MiniApp.Core.IdentityUpdates;

namespace MiniApp.Core.Tests.IdentityUpdates;

public sealed class IdentityComparerTests
{
    private static readonly Uri At = new("https://hcm.example.org/hcmRestApi/resources/11.13.18.05/workers/1");

    /// <summary>The person of the document's table.</summary>
    private static readonly ThaiDIdentity Somchai = new()
    {
        NationalId = "1100000000016",
        Title = new("นาย", "Mr."),
        Name = new("นาย สมชาย ใจดีตัวอย่าง", "Mr. Somchai Jaideesample"),
        GivenName = new("สมชาย", "Somchai"),
        FamilyName = new("ใจดีตัวอย่าง", "Jaideesample"),
        Gender = "male",
        Birthdate = new DateOnly(1989, 10, 3),
        Address = "1/1 ซ.ตัวอย่าง แขวงถนนเพชรบุรี เขตราชเทวี กรุงเทพมหานคร",
        House = new(
            "10100000001",
            "1/1 ซอยตัวอย่าง แขวงถนนเพชรบุรี เขตราชเทวี กรุงเทพมหานคร",
            "1/1###ตัวอย่าง##ถนนเพชรบุรี#เขตราชเทวี#กรุงเทพมหานคร"
        ),
        SmartCardCode = "0000-00-00000000",
    };

    private static readonly HcmRecord Empty = new(
        Item(),
        [Item(("LegislationCode", "TH"))],
        [Item(("LegislationCode", "TH"))],
        [Item(("AddressType", "MAIL"))],
        []
    );

    [Fact]
    public void Compare_DocumentsPerson_GivesItsTwentyAttributesInOrder()
    {
        var rows = Compare(Somchai, Empty).Rows;

        Assert.Equal(Enum.GetValues<IdentityItem>(), rows.Select(row => row.Attribute));
        Assert.Equal(20, rows.Count);
    }

    [Fact]
    public void Compare_DocumentsPerson_SendsTheDocumentsBodies()
    {
        var rows = Compare(Somchai, Empty).Rows;

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["Title"] = "MR.",
                // To the letter: Thai here, English in the fields called local.
                ["FullName"] = "นาย สมชาย ใจดีตัวอย่าง",
                ["FirstName"] = "สมชาย",
                ["LastName"] = "ใจดีตัวอย่าง",
                ["LocalFullName"] = "Mr. Somchai Jaideesample",
                ["LocalFirstName"] = "Somchai",
                ["LocalLastName"] = "Jaideesample",
            },
            Body(rows, HcmPart.Names)
        );
        Assert.Equal(
            new Dictionary<string, string?> { ["Gender"] = "M", ["LegislationCode"] = "TH" },
            Body(rows, HcmPart.LegislativeInfo)
        );
        Assert.Equal(new Dictionary<string, string?> { ["DateOfBirth"] = "1989-10-03" }, Body(rows, HcmPart.Worker));
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["AddressLine1"] = "1/1 ซ.ตัวอย่าง",
                ["Region1"] = "ถนนเพชรบุรี",
                ["Region2"] = "ราชเทวี",
                ["Region3"] = "กรุงเทพมหานคร",
                ["Country"] = "TH",
                ["PostalCode"] = "10400",
            },
            Body(rows, HcmPart.Address)
        );
    }

    [Theory]
    [InlineData("นาย", "Mr.", "MR.")]
    [InlineData("นาง", "Mrs.", "MRS.")]
    [InlineData("นางสาว", "Miss", "MISS")]
    [InlineData("นางสาว", null, "MISS")]
    [InlineData("น.ส.", null, "MISS")]
    [InlineData("ดร.", null, "DR.")]
    [InlineData(null, "Mr.", "MR.")]
    public void Title_InEitherLanguage_BecomesTheCode(string? thai, string? english, string code)
    {
        var compared = Compare(Somchai with { Title = new(thai, english) }, Empty);

        Assert.Equal(code, compared[IdentityItem.Title].Fields["Title"]);
        Assert.Equal(RowState.WithTitle, compared[IdentityItem.TitleEnglish].State);
    }

    [Fact]
    public void Title_WithACodeOfItsOwnInTheSettings_BecomesThat()
    {
        var codes = new Dictionary<string, string> { ["ร้อยตำรวจเอก"] = "POL_CAPT" };
        var scan = Somchai with { Title = new("ร.ต.อ.", "Pol. Capt.") };

        Assert.Equal("POL_CAPT", Compare(scan, Empty, codes: codes)[IdentityItem.Title].Fields["Title"]);
    }

    [Fact]
    public void Title_NobodyKnows_IsNotGuessed()
    {
        var row = Compare(Somchai with { Title = new("เจ้าฟ้า") }, Empty)[IdentityItem.Title];

        Assert.Equal((RowState.NoCode, "เจ้าฟ้า"), (row.State, row.Spoken));
        Assert.Empty(row.Fields);
    }

    [Theory]
    [InlineData("male", "M")]
    [InlineData("Female", "F")]
    [InlineData("หญิง", "F")]
    [InlineData("other", null)]
    public void Gender_OfThaiD_BecomesTheCode(string gender, string? code)
    {
        var row = Compare(Somchai with { Gender = gender }, Empty)[IdentityItem.Gender];

        Assert.Equal(code, row.ThaiD);
        Assert.Equal(code is null ? RowState.NoCode : RowState.Changes, row.State);
    }

    [Theory]
    [InlineData("1989-10-03", RowState.Same, "1989-10-03", false)]
    [InlineData("1989-10-04", RowState.Changes, "1989-10-04", false)]
    // Typed with the Buddhist year: the same day, and yet to be mended.
    [InlineData("2532-10-03", RowState.Changes, "1989-10-03", true)]
    [InlineData(null, RowState.Changes, null, false)]
    [InlineData("garbage", RowState.Changes, "garbage", false)]
    public void Birthdate_OfHcm_IsReadAsGregorian(string? there, RowState state, string? shown, bool buddhist)
    {
        var record = Empty with { Worker = Item(("DateOfBirth", there)) };

        var row = Compare(Somchai, record)[IdentityItem.Birthdate];

        Assert.Equal((state, shown, buddhist), (row.State, row.Hcm, row.WasBuddhist));
    }

    [Fact]
    public void Birthdate_WithoutADayInTheRegister_IsLeftAlone() =>
        Assert.Equal(
            RowState.NotFromThaiD,
            Compare(Somchai with { Birthdate = null }, Empty)[IdentityItem.Birthdate].State
        );

    [Theory]
    [InlineData("สมชาย", RowState.Same)]
    [InlineData("  สมชาย ", RowState.Same)]
    [InlineData("สมชัย", RowState.Changes)]
    [InlineData(null, RowState.Changes)]
    public void GivenName_BlanksAside_MustBeTheSame(string? there, RowState state)
    {
        var record = Empty with { Names = [Item(("LegislationCode", "TH"), ("FirstName", there))] };

        Assert.Equal(state, Compare(Somchai, record)[IdentityItem.GivenName].State);
    }

    [Fact]
    public void MiddleName_OnlyInHcm_IsNotEmptied()
    {
        var record = Empty with { Names = [Item(("LegislationCode", "TH"), ("MiddleNames", "กลาง"))] };

        Assert.Equal(RowState.NotFromThaiD, Compare(Somchai, record)[IdentityItem.MiddleName].State);
    }

    [Fact]
    public void Names_OfSeveralCountries_AreThoseOfThailand()
    {
        var record = Empty with
        {
            Names =
            [
                Item(("LegislationCode", "US"), ("FirstName", "Sam")),
                Item(("LegislationCode", "TH"), ("FirstName", "สมชาย")),
            ],
        };

        Assert.Equal(RowState.Same, Compare(Somchai, record)[IdentityItem.GivenName].State);
    }

    [Fact]
    public void Compare_WorkerWithoutNamesAndAddresses_SaysSoForEach()
    {
        var rows = Compare(Somchai, Empty with { Names = [], Addresses = [] }).Rows;

        Assert.All(rows.Where(row => row.Part == HcmPart.Address), row => Assert.Equal(RowState.NoRecord, row.State));
        Assert.Equal(RowState.NoRecord, rows.First(row => row.Attribute == IdentityItem.GivenName).State);
        Assert.Equal(RowState.Changes, rows.First(row => row.Attribute == IdentityItem.Gender).State);
    }

    [Fact]
    public void Address_TwoInHcm_MustBeChosen()
    {
        var record = Empty with { Addresses = [Item(("AddressLine1", "7")), Item(("AddressLine1", "1/1 ซ.ตัวอย่าง"))] };

        Assert.Equal(RowState.ChooseAddress, Compare(Somchai, record)[IdentityItem.Address].State);
        Assert.Equal(RowState.Same, Compare(Somchai, record, address: 1)[IdentityItem.Address].State);
        Assert.Equal(RowState.Changes, Compare(Somchai, record, address: 0)[IdentityItem.Address].State);
        Assert.Equal(RowState.ChooseAddress, Compare(Somchai, record, address: 2)[IdentityItem.Address].State);
    }

    [Fact]
    public void Address_WithASecondLineInHcm_EmptiesIt()
    {
        var record = Empty with { Addresses = [Item(("AddressLine1", "88"), ("AddressLine2", "หมู่บ้านเก่า"))] };

        var row = Compare(Somchai, record)[IdentityItem.Address];

        Assert.Equal("88 หมู่บ้านเก่า", row.Hcm);
        Assert.Null(row.Fields["AddressLine2"]);
    }

    [Fact]
    public void Address_ThatCantBeSplit_IsAskedAndThenTaken()
    {
        var scan = Somchai with { Address = "99 บ้านสวนดอก ถนนสุเทพ เชียงใหม่", House = new() };

        var open = Compare(scan, Empty);
        Assert.Equal(RowState.AskPlace, open[IdentityItem.Subdistrict].State);
        Assert.Equal(RowState.AskPlace, open[IdentityItem.Address].State);
        Assert.True(open.Place!.NeedsPlace);

        var looking = Compare(scan, Empty, answer: new PlaceAnswer("99 บ้านสวนดอก") { Search = "สุเทพ" }).Place!;
        Assert.Equal(("99 บ้านสวนดอก", true), (looking.Split.Line, looking.IsOpen));
        Assert.Contains(looking.Candidates(), place => place.Subdistrict.Code == "500108");

        var answered = Compare(scan, Empty, answer: new PlaceAnswer("99 บ้านสวนดอก ถนนสุเทพ", "500108"));
        Assert.Equal("สุเทพ", answered[IdentityItem.Subdistrict].ThaiD);
        Assert.Equal("99 บ้านสวนดอก ถนนสุเทพ", answered[IdentityItem.Address].ThaiD);
        Assert.Equal("50200", answered[IdentityItem.PostalCode].ThaiD);
    }

    [Fact]
    public void Address_ThatCantBeSplitButItsHouseCan_IsTheHouses()
    {
        var scan = Somchai with { Address = "1/1 ซ.ตัวอย่าง ถนนเพชรบุรี ราชเทวี กรุงเทพมหานคร ไทย" };

        Assert.Equal("1/1 ซอยตัวอย่าง", Compare(scan, Empty)[IdentityItem.Address].ThaiD);
    }

    [Fact]
    public void Address_OfAnotherHouseThanRegistered_IsNotReplacedByIt()
    {
        var scan = Somchai with { Address = "55 ถนนเพชรบุรี กรุงเทพมหานคร ไทย" };

        Assert.Equal(RowState.AskPlace, Compare(scan, Empty)[IdentityItem.Subdistrict].State);
    }

    [Fact]
    public void PostalCode_OfASubdistrictWithTwo_IsAsked()
    {
        var scan = Somchai with { Address = "9 แขวงนวมินทร์ เขตบึงกุ่ม กรุงเทพมหานคร" };

        var open = Compare(scan, Empty);
        Assert.Equal(RowState.AskPlace, open[IdentityItem.PostalCode].State);
        Assert.Equal(RowState.Changes, open[IdentityItem.Subdistrict].State);
        Assert.True(open.Place!.NeedsPostalCode);

        Assert.Equal(
            "10230",
            Compare(scan, Empty, answer: new PlaceAnswer(PostalCode: "10230"))[IdentityItem.PostalCode].ThaiD
        );
        Assert.Null(Compare(scan, Empty, answer: new PlaceAnswer(PostalCode: "50200"))[IdentityItem.PostalCode].ThaiD);
    }

    [Fact]
    public void Compare_WithoutAnAddressFromThaiD_LeavesHcms()
    {
        var rows = Compare(Somchai with { Address = null, House = new() }, Empty).Rows;

        Assert.All(
            rows.Where(row => row.Part == HcmPart.Address),
            row => Assert.Equal(RowState.NotFromThaiD, row.State)
        );
    }

    [Fact]
    public void Records_InALogLine_SayNothing()
    {
        var compared = Compare(Somchai, Empty);

        var text = $"{Somchai} {Empty} {Empty.Worker} {compared.Rows[3]} {compared.Place} {compared.Place!.Split}";

        Assert.DoesNotContain("สมชาย", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1100000000016", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ราชเทวี", text, StringComparison.Ordinal);
    }

    private static IdentityComparison Compare(
        ThaiDIdentity scan,
        HcmRecord record,
        int? address = null,
        PlaceAnswer? answer = null,
        IReadOnlyDictionary<string, string>? codes = null
    ) => new IdentityComparer(scan, record, codes ?? new Dictionary<string, string>(), address, answer).Compare();

    private static Dictionary<string, string?> Body(IEnumerable<ComparisonRow> rows, HcmPart part) =>
        rows.Where(row => row.Part == part).SelectMany(row => row.Fields).DistinctBy(pair => pair.Key).ToDictionary();

    private static HcmItem Item(params (string Name, string? Value)[] fields) =>
        new(At, "\"1\"", fields.ToDictionary(field => field.Name, field => field.Value));
}
