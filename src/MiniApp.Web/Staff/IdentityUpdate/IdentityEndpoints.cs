using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using MiniApp.Core.IdentityUpdates;
using MiniApp.Core.Staff;
using MiniApp.Web.Security;
using MiniApp.Web.Security.ThaiD;

namespace MiniApp.Web.Staff.IdentityUpdate;

/// <summary>What the page has to say once after something was done.</summary>
internal enum IdentitySaid
{
    NothingChosen,
    ShownAnew,
    Busy,
    NotOpen,
    BadUsername,
    ScanNotUsed,
    Ended,
}

/// <summary>What the page's buttons do. Each answers with a redirect to the page, which shows what is the case then.</summary>
internal static class IdentityEndpoints
{
    /// <summary>Names of form fields.</summary>
    public const string Items = "items";
    public const string Revision = "revision";
    public const string Username = "username";
    public const string Address = "address";
    public const string Line = "line";
    public const string Subdistrict = "subdistrict";
    public const string PostalCode = "postalCode";
    public const string Search = "search";
    public const string SearchNow = "searchNow";
    public const string Searched = "searched";

    public static void MapIdentityUpdate(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(StaffRoutes.IdentityScan, ScanAsync).RequireAuthorization(StaffSignIn.Policy);
        Post(StaffRoutes.IdentityForms.Account, NameAsync);
        Post(StaffRoutes.IdentityForms.Answer, AnswerAsync);
        Post(StaffRoutes.IdentityForms.Confirm, ConfirmAsync);
        Post(StaffRoutes.IdentityForms.End, EndAsync);

        void Post(string route, Func<FormPost, Task<IdentitySaid?>> act) =>
            endpoints
                .MapPost(route, context => AnswerWithPageAsync(context, act))
                .RequireAuthorization(StaffSignIn.Policy);
    }

    /// <summary>A link and not a form, as browsers let no form of ours end at another site.</summary>
    private static async Task ScanAsync(
        HttpContext context,
        IdentityUpdateService updates,
        ThaiDSignIn signIn,
        [FromHeader(Name = "Sec-Fetch-Site")] string? site
    )
    {
        // A link of another site would end an update that is open here.
        if (
            site is "cross-site" or "same-site"
            || await updates.BeginAsync(context.Staff(), context.RequestAborted) is not { } update
        )
            context.Response.Redirect(StaffRoutes.Identity);
        else
            await signIn.StartAsync(
                context,
                signIn.Find(RecordUpdatePurpose.PurposeName)!,
                StaffRoutes.Identity,
                RecordUpdatePurpose.ItemsOf(update)
            );
    }

    private static async Task<IdentitySaid?> NameAsync(FormPost post) =>
        await post.Get<HcmUsers>().NameAsync(post.Staff.StaffId, post[Username], CancellationToken.None)
            ? null
            : IdentitySaid.BadUsername;

    private static async Task<IdentitySaid?> AnswerAsync(FormPost post)
    {
        var line = post[Line]?.Trim();
        var answer = new PlaceAnswer(
            line is { Length: > 0 and <= PlaceAnswer.LongestLine } ? line : null,
            post[Subdistrict],
            post[PostalCode]
        )
        {
            Search = post[Search],
        };
        // Enter presses the first button of a form, wherever in it one is: only where there is something new to look for is it
        // meant. Otherwise Enter on a place that was just chosen would take the choice back.
        if (post[SearchNow] is not null && post[Search]?.Trim() != post[Searched]?.Trim())
            answer = answer with { SubdistrictCode = null, PostalCode = null };
        await post.Get<IdentityUpdateService>()
            .AnswerAsync(
                post.Staff,
                NumberOf(post[Address]),
                answer == new PlaceAnswer() ? null : answer,
                CancellationToken.None
            );
        return null;
    }

    private static async Task<IdentitySaid?> ConfirmAsync(FormPost post)
    {
        var chosen = post.All(Items)
            .Select(name => Enum.TryParse<IdentityItem>(name, out var item) ? item : (IdentityItem?)null)
            .OfType<IdentityItem>()
            .ToHashSet();
        var outcome = await post.Get<IdentityUpdateService>()
            .ApplyAsync(post.Staff, NumberOf(post[Revision]) ?? -1, chosen, CancellationToken.None);
        return outcome switch
        {
            ApplyOutcome.Applied => null,
            ApplyOutcome.NothingChosen => IdentitySaid.NothingChosen,
            ApplyOutcome.ShownAnew => IdentitySaid.ShownAnew,
            ApplyOutcome.Busy => IdentitySaid.Busy,
            _ => IdentitySaid.NotOpen,
        };
    }

    private static async Task<IdentitySaid?> EndAsync(FormPost post)
    {
        await post.Get<IdentityUpdateService>().EndAsync(post.Staff, CancellationToken.None);
        return IdentitySaid.Ended;
    }

    private static async Task AnswerWithPageAsync(HttpContext context, Func<FormPost, Task<IdentitySaid?>> act)
    {
        // Somebody else's page must not be able to write to HCM.
        if (!await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var said = await act(new FormPost(context, form));
        context.Response.Redirect(said is { } what ? StaffRoutes.IdentityAfter(what) : StaffRoutes.Identity);
    }

    private static LiveStaff Staff(this HttpContext context) => context.Features.GetRequiredFeature<LiveStaff>();

    private static int? NumberOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed record FormPost(HttpContext Context, IFormCollection Form)
    {
        public LiveStaff Staff => Context.Staff();

        /// <summary>A field; null when it was not sent or left blank.</summary>
        public string? this[string name] => Form[name].ToString() is { Length: > 0 and <= 1000 } text ? text : null;

        public IEnumerable<string> All(string name) => Form[name].OfType<string>();

        public T Get<T>()
            where T : notnull => Context.RequestServices.GetRequiredService<T>();
    }
}
