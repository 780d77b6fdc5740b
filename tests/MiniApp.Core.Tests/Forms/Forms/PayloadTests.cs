namespace MiniApp.Core.Tests.Forms.Forms;

/// <summary>Each form, filled in whole, against what Biz Portal must receive for it.</summary>
public sealed class PayloadTests
{
    public static TheoryData<string> Requests { get; } =
    ["mna005a.citizen", "mna005a.juristic", "tfac-68-001-1", "tfac-68-001-2", "tfac-68-001-5"];

    [Theory]
    [MemberData(nameof(Requests))]
    public void FilledIn_HasNoProblem(string name) => Assert.Empty(FilledForm.Read(name).Problems());

    [Theory]
    [MemberData(nameof(Requests))]
    public void Payload_FieldByField_IsAsWrittenDown(string name)
    {
        var differences = FilledForm.Read(name).Differences();

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void Payload_SubmitDate_IsInBangkok() =>
        Assert.Equal(
            "2026-11-20T14:32:05+07:00",
            (string?)FilledForm.Read("tfac-68-001-5").Payload().Data["SubmitDate"]
        );
}
