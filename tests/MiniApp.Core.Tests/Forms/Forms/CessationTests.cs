namespace MiniApp.Core.Tests.Forms.Forms;

/// <summary>tfac-68-001-5: a firm stops its services.</summary>
public sealed class CessationTests
{
    private readonly FilledForm _form = FilledForm.Read("tfac-68-001-5");

    [Fact]
    public void Reason_Other_NeedsDetails()
    {
        _form.Type("reasonDetails", null);

        Assert.Single(_form.ProblemsAt("reasonDetails"));
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("objectiveChanged")]
    public void Reason_NotOther_SendsNoDetails(string reason)
    {
        _form.Type("reason", reason);

        Assert.Empty(_form.Problems());
        Assert.Null(_form.Payload().Data["AppData"]!["reasonDetails"]);
        // Kept for the case that they change their mind.
        Assert.NotNull(_form.Answers["reasonDetails"]);
    }

    [Theory]
    [InlineData("20/8/2569", 0)]
    [InlineData("19/8/2569", 1)]
    [InlineData("20/11/2569", 0)]
    [InlineData("21/11/2569", 1)]
    public void Certificate_OlderThanThreeMonthsOrFromTomorrow_IsRefused(string issued, int problems)
    {
        _form.Type("certificateDate", issued);

        Assert.Equal(problems, _form.ProblemsAt("certificateDate").Count);
    }

    [Theory]
    [InlineData("companyCertificate")]
    [InlineData("directorIds")]
    public void Document_Required_IsAskedFor(string fieldId)
    {
        _form.Attachments.RemoveAll(a => a.FieldId == fieldId);

        Assert.Single(_form.ProblemsAt(fieldId));
    }
}
