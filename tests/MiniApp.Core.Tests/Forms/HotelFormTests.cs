using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Forms;

/// <summary>The guide's whole form, docs/examples/hotel.form.json, and slips its author may make in it.</summary>
public sealed class HotelFormTests
{
    private static readonly string Directory = Path.Combine(Repository.Root, "docs", "examples");
    private static readonly string Text = File.ReadAllText(Path.Combine(Directory, "hotel.form.json"));

    [Fact]
    public void Load_Hotel_HasNoProblem() =>
        Assert.Empty(FormCatalog.Load(Directory).Problems.Select(problem => problem.ToString()));

    [Theory]
    [InlineData(ApplicantType.Citizen, true)]
    [InlineData(ApplicantType.Citizen, false)]
    [InlineData(ApplicantType.Juristic, true)]
    [InlineData(ApplicantType.Juristic, false)]
    public void Sample_OfEachApplicant_PassesTheRules(ApplicantType type, bool everything)
    {
        var form = FormCatalog.Load(Directory).Forms.Single();

        var sample = FormSample.Of(form, type, FormFiles.Today, everything);

        Assert.Empty(sample.Problems);
        Assert.Equal(
            type is ApplicantType.Juristic,
            sample.Attachments.Any(file => file.FieldId == "companyCertificate")
        );
    }

    [Fact]
    public void MoreRoomsThanThePermit_IsSaidAtThePermit()
    {
        var form = FormCatalog.Load(Directory).Forms.Single();

        var said = FormFiles.Check(
            form,
            """{ "roomKinds": [{ "roomKind": "Twin", "roomCount": 6 }, { "roomKind": "Suite", "roomCount": 5 }], "permitRooms": 10 }"""
        );

        Assert.Contains(said, message => message.Contains("rooms in the building permit", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"sum\": [\"roomKinds.roomCount\"]", "\"sum\": [\"roomKinds.roomKind\"]", "neither numbers nor dates")]
    [InlineData("\"field\": \"totalRooms\"", "\"field\": \"permitDate\"", "compared with a number")]
    [InlineData("\"field\": \"totalRooms\"", "\"field\": \"hotelNameTh\"", "equalTo, in or answered")]
    [InlineData("\"prefill\": \"email\"", "\"prefill\": \"emial\"", "Did you mean 'email'?")]
    [InlineData(
        "citizenInformation.birthDate",
        "citizenInformation.birthDay",
        "Did you mean 'citizenInformation.birthDate'?"
    )]
    [InlineData("[0-9]{1,5}/25[0-9]{2}", "[0-9]{1,5}/25([0-9]{2}", "close every (")]
    [InlineData(
        "\"landRented\", \"equalTo\": true",
        "\"landRented\", \"equalTo\": \"yes\"",
        "Write true or false, without quotes."
    )]
    [InlineData(
        "\"landRented\", \"equalTo\": true",
        "\"hotelAddress\", \"equalTo\": \"50\"",
        "hotelAddress.provinceCode"
    )]
    [InlineData("\"typeCode\": \"H005\" }", "\"typeCode\": \"H005\"", "objects with } and lists with ]")]
    [InlineData("\"serviceNo\": \"HOTEL\"", "\"serviceNo\": \"HOTEL", "Close it with a double quote")]
    [InlineData("\"id\": \"permitRooms\"", "\"id\": \"permitNo\"", "$.steps[2].sections[1].fields[0] has it already")]
    public void Slip_IsNamedWithWhatMendsIt(string right, string wrong, string said)
    {
        Assert.Contains(right, Text, StringComparison.Ordinal);

        var problems = FormFiles.Read(Text.Replace(right, wrong, StringComparison.Ordinal)).Problems;

        Assert.Contains(problems, problem => problem.ToString().Contains(said, StringComparison.Ordinal));
        Assert.Equal(problems.OrderBy(problem => problem.Line), problems);
    }

    [Fact]
    public void IdUsedTwice_IsNotAlsoAPlaceUsedTwice() =>
        Assert.DoesNotContain(
            FormFiles
                .Read(Text.Replace("\"id\": \"permitRooms\"", "\"id\": \"permitNo\"", StringComparison.Ordinal))
                .Problems,
            problem => problem.Fix.Contains("sendAs", StringComparison.Ordinal)
        );
}
