using Microsoft.Playwright;

namespace MiniApp.Browser.Tests.Running;

/// <summary>Answers for each step of the form: a noodle shop in a rented place.</summary>
public static class Filling
{
    public static FilePayload Plan { get; } = Files.Pdf("แผนผังร้าน.pdf", 40_000);

    public static async Task ApplicantStepAsync(this Applicant applicant)
    {
        await applicant.AtStepAsync("applicant");
        if (await applicant.Control("contactName").CountAsync() > 0)
        {
            await applicant.TypeAsync("contactName", "นางสาวผู้แทน ตัวอย่าง");
            await applicant.TypeAsync("contactPosition", "ผู้จัดการ");
        }
        await applicant.TypeAsync("mobile", "081-234-5678");
    }

    public static async Task PlaceStepAsync(this Applicant applicant)
    {
        await applicant.AtStepAsync("place");
        await applicant.TypeAsync("placeName", "ร้านก๋วยเตี๋ยวตัวอย่าง");
        await applicant.AddressAsync("placeAddress", "99/1 ถนนสุเทพ", "50", "5001", "500107");
        await applicant.TypeAsync("floorArea", "๒๔๐.๕");
        await applicant.ChooseAsync("placeRight", "rent");
        await applicant.TypeAsync("leaseEnd", "15 ส.ค. 2575");
    }

    public static async Task BusinessStepAsync(this Applicant applicant)
    {
        await applicant.AtStepAsync("business");
        await applicant.ChooseAsync("foodKinds", "noodles");
        await applicant.ChooseAsync("sellsAlcohol", "false");
        await applicant.TypeAsync("openingDate", "๑/๑๒/๒๕๖๙");
        await applicant.TypeAsync("seats", "48");
        await applicant.TypeAsync("staff", "6");
        await applicant.TypeAsync("capital", "1,500,000");
        await applicant.ChooseAsync("usesGas", "true");
        await applicant.TypeAsync("gasCylinders", "2");
    }

    public static async Task DocumentsStepAsync(this Applicant applicant, FilePayload? plan = null)
    {
        await applicant.AtStepAsync("documents");
        var identity =
            await applicant.Control("idCardCopy-file").CountAsync() > 0 ? "idCardCopy" : "companyCertificate";
        await applicant.UploadAsync(identity, Files.Png("เอกสารตัวตน.png", 12_345));
        await applicant.UploadAsync("houseRegistration", Files.Pdf("house.pdf", 23_456));
        await applicant.UploadAsync("lease", Files.Pdf("สัญญาเช่า 2569.pdf", 34_567));
        await applicant.UploadAsync("floorPlan", plan ?? Plan);
        await applicant.Control("truth").CheckAsync();
    }

    /// <summary>From a fresh link up to and with a step, which stays on the screen.</summary>
    public static async Task FillUpToAsync(this Applicant applicant, string persona, string lastStep)
    {
        await applicant.ComeAsync(persona);
        Func<Task>[] steps =
        [
            applicant.ApplicantStepAsync,
            applicant.PlaceStepAsync,
            applicant.BusinessStepAsync,
            () => applicant.DocumentsStepAsync(),
        ];
        foreach (var (index, step) in TestForm.Steps.Index())
        {
            await steps[index]();
            if (step == lastStep)
                return;
            await applicant.NextAsync();
        }
    }

    /// <summary>From a fresh link to "check answers" with everything answered.</summary>
    public static async Task FillAllAsync(this Applicant applicant, string persona)
    {
        await applicant.FillUpToAsync(persona, "documents");
        await applicant.GoToCheckAsync();
    }

    /// <summary>At "check answers" with a complete draft that was filled in elsewhere.</summary>
    public static async Task ComeToCheckAsync(this Applicant applicant, string persona, PreparedDraft draft)
    {
        await applicant.ComeAsync(persona, await draft.SaveAsync());
        await applicant.AtStepAsync("documents");
        await applicant.Page.GotoAsync(
            applicant.Page.Url.Replace("/steps/documents", "/check", StringComparison.Ordinal)
        );
        await applicant.Page.WaitForURLAsync("**/check");
    }

    public static async Task GoToCheckAsync(this Applicant applicant)
    {
        await applicant.NextAsync();
        await applicant.Page.WaitForURLAsync("**/check*");
    }
}
