using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MiniApp.Browser.Tests.Running;

/// <summary>Somebody at a browser: opens links, answers questions, uploads, confirms. Waits for states, never for time.</summary>
public sealed class Applicant : IAsyncDisposable
{
    private readonly Stage _stage;

    private Applicant(Stage stage, Device device, IBrowserContext context, IPage page)
    {
        (_stage, Device, Context, Page) = (stage, device, context, page);
        Watch(page);
    }

    public Device Device { get; }

    public IBrowserContext Context { get; }

    public IPage Page { get; private set; }

    /// <summary>Errors and warnings of the console, scripts that failed, answers of 500 and more.</summary>
    public List<string> Console { get; } = [];

    /// <summary>Texts of the dialogs that came up; each was accepted.</summary>
    public List<string> Dialogs { get; } = [];

    public ILocator Heading => Page.Locator("h1");

    public ILocator Summary => Page.Locator(".error-summary");

    public ILocator NextButton => Page.Locator("main form.form button[type=submit]");

    public ILocator SaveStatus => Page.Locator("[data-save-state]");

    public static async Task<Applicant> CreateAsync(Stage stage, Device device)
    {
        var context = await stage.Browser.NewContextAsync(device.ContextOptions);
        // Generous: a limit that a busy machine runs into says nothing about the portal.
        context.SetDefaultTimeout(30_000);
        Assertions.SetDefaultExpectTimeout(20_000);
        if (!device.Thai)
            await context.AddCookiesAsync([
                new Cookie
                {
                    Name = ".AspNetCore.Culture",
                    Value = "c%3Den-GB%7Cuic%3Den-GB",
                    Url = stage.Portal.Address.AbsoluteUri,
                },
            ]);
        return new Applicant(stage, device, context, await context.NewPageAsync());
    }

    /// <summary>Another tab of the same browser; what follows happens there.</summary>
    public async Task<IPage> NewTabAsync()
    {
        Page = await Context.NewPageAsync();
        Watch(Page);
        return Page;
    }

    /// <summary>Comes from Biz Portal with a fresh link.</summary>
    public async Task<IResponse> ComeAsync(string persona, string? draftId = null, string formCode = TestForm.Code)
    {
        var link = await _stage.Control.LinkAsync(persona, formCode, draftId);
        return (await Page.GotoAsync(link.Url.AbsoluteUri))!;
    }

    /// <summary>At the step "place" of a new draft, as if the one before had been gone through.</summary>
    public async Task ComeToPlaceAsync(string persona)
    {
        await ComeAsync(persona);
        await AtStepAsync("applicant");
        await _stage.OpenAllStepsAsync();
        await Page.GotoAsync(Page.Url.Replace("/applicant", "/place", StringComparison.Ordinal));
        await AtStepAsync("place");
    }

    /// <summary>Comes from Biz Portal with a fresh link and goes on with the draft there is.</summary>
    public async Task ContinueAsync(string persona)
    {
        await ComeAsync(persona);
        await Page.WaitForURLAsync("**/start");
        await Page.Locator("a.button[href^='/drafts/']").ClickAsync();
    }

    /// <summary>Waits until this step can be typed into.</summary>
    public Task AtStepAsync(string stepId) => AtStepAsync(stepId, TestForm.StepTitle(stepId, Device.Thai));

    /// <inheritdoc cref="AtStepAsync(string)"/>
    public async Task AtStepAsync(string stepId, string title)
    {
        await Page.WaitForURLAsync($"**/steps/{stepId}*");
        await Assertions.Expect(Heading).ToHaveTextAsync(title);
        await InteractiveAsync();
    }

    /// <summary>Waits until Blazor has taken over the page: only then do elements carry its references.</summary>
    public Task InteractiveAsync() =>
        Page.WaitForFunctionAsync(
            "() => [...(document.querySelector('h1')?.attributes ?? [])].some(a => a.name.startsWith('_bl_'))"
        );

    public ILocator Control(string id) => Page.Locator($"[id='f-{id}']");

    public Task TypeAsync(string id, string text) => Control(id).FillAsync(text);

    public Task ChooseAsync(string id, string value) =>
        Page.Locator($"input[name='f-{id}'][value='{value}']").CheckAsync();

    public async Task AddressAsync(string id, string detail, string province, string district, string subdistrict)
    {
        await TypeAsync($"{id}-detail", detail);
        await Control($"{id}-province").SelectOptionAsync(province);
        await Control($"{id}-district").SelectOptionAsync(district);
        await Control($"{id}-subdistrict").SelectOptionAsync(subdistrict);
        await Assertions.Expect(Control($"{id}-postalCode")).Not.ToHaveValueAsync("");
    }

    public Task NextAsync() => NextButton.ClickAsync();

    public async Task GoOnToAsync(string stepId)
    {
        await NextAsync();
        await AtStepAsync(stepId);
    }

    /// <summary>Waits until everything typed is on the server.</summary>
    public Task SavedAsync() =>
        Assertions
            .Expect(SaveStatus)
            .ToHaveAttributeAsync(
                "data-save-state",
                new Regex("^(?:idle|saved|here)$", RegexOptions.None, TimeSpan.FromSeconds(1))
            );

    public ILocator UploadPanel(string id) => Page.Locator(".upload", new() { Has = Control($"{id}-file") });

    public ILocator DoneFile(string name) => Page.Locator(".file.done", new() { HasText = name });

    public Task PickFileAsync(string id, FilePayload file) => Control($"{id}-file").SetInputFilesAsync(file);

    public async Task UploadAsync(string id, FilePayload file)
    {
        await PickFileAsync(id, file);
        await DoneFile(file.Name).WaitForAsync(new() { Timeout = 30_000 });
    }

    /// <summary>From "check answers" to the page that sends codes.</summary>
    public async Task GoToConfirmAsync()
    {
        await Page.Locator("a[href*='/confirm?']").ClickAsync();
        await Page.WaitForURLAsync("**/confirm?*");
        await InteractiveAsync();
    }

    public ILocator SendCodeButton => Page.Locator("main .actions button[type=button]").First;

    public ILocator CodeInput => Page.Locator("#otp");

    public ILocator SubmitButton => Page.Locator("main form.form button[type=submit]");

    public async Task RequestCodeAsync()
    {
        await SendCodeButton.ClickAsync();
        await CodeInput.WaitForAsync();
    }

    public async Task<string> NewestCodeAsync(string persona) =>
        await _stage.Control.NewestOtpAsync(await _stage.Control.IdentityOfAsync(persona));

    public async Task EnterCodeAsync(string code)
    {
        await CodeInput.FillAsync(code);
        await SubmitButton.ClickAsync();
    }

    /// <summary>From "check answers" to the receipt.</summary>
    public async Task ConfirmAsync(string persona)
    {
        await GoToConfirmAsync();
        await RequestCodeAsync();
        await EnterCodeAsync(await NewestCodeAsync(persona));
        await Page.WaitForURLAsync("**/receipt");
    }

    public async Task<string> RequestNumberAsync() => (await Page.Locator("[data-request-id]").InnerTextAsync()).Trim();

    /// <summary>The message beside a control, without its hidden prefix.</summary>
    public ILocator Problem(string id) => Page.Locator($"[id='f-{id}-error'] .field-error");

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Console.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Console.Add($"script: {error}");
        page.Dialog += async (_, dialog) =>
        {
            Dialogs.Add(dialog.Message);
            await dialog.AcceptAsync();
        };
    }
}
