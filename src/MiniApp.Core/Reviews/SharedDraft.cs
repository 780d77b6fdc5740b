using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Applicants;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Reviews;

/// <summary>Writes down what an applicant shares: the review's row, and the round that officers will see.</summary>
public sealed class SharedDraft(ISealer sealer, ReviewSearch search)
{
    /// <summary>Whether a draft may be sent as it is: where the form asks for a check, only what was approved.</summary>
    internal static async Task<bool> MaySendAsync(PortalDb db, OpenDraft draft, CancellationToken cancellationToken) =>
        draft.Form.Review != ReviewSetting.Required
        || await db.Reviews.AnyAsync(
            review =>
                review.DraftId == draft.Id && review.State == ReviewState.Approved && review.Revision == draft.Revision,
            cancellationToken
        );

    /// <summary>What is found and shown in the queue.</summary>
    internal async Task<Review> BeginAsync(
        OpenDraft draft,
        FormView view,
        Applicant applicant,
        byte[] person,
        CancellationToken cancellationToken
    )
    {
        var review = new Review
        {
            Id = Guid.NewGuid(),
            DraftId = draft.Id,
            FormCode = draft.Form.Code,
            ApplicantType = draft.ApplicantType,
            Person = person,
            IdentitySealed = sealer.SealText(applicant.IdentityId),
            NameSealed = [],
            Grams = [],
        };
        await DescribeAsync(review, draft, view, cancellationToken);
        return review;
    }

    /// <summary>Name, place and searched text, which may change from one round to the next.</summary>
    internal async Task DescribeAsync(
        Review review,
        OpenDraft draft,
        FormView view,
        CancellationToken cancellationToken
    )
    {
        var name = draft.Prefill.ApplicantName ?? view.ApplicantName() ?? "";
        review.NameSealed = sealer.SealText(name);
        var place = draft.Form.Area is { } area ? draft.Answers.Address(area).ProvinceCode : null;
        review.Province = place is { Length: 2 } ? place : null;
        review.Grams = await search.IndexAsync([name, .. ReviewSearch.TextsOf(view)], cancellationToken);
    }

    internal ReviewRound RoundOf(Review review, OpenDraft draft, string formVersion, DateTimeOffset now) =>
        new()
        {
            ReviewId = review.Id,
            Round = review.Round,
            Revision = review.Revision,
            FormVersion = formVersion,
            AnswersSealed = sealer.SealJson(draft.Answers.ToJson()),
            PrefillSealed = sealer.SealJson(draft.Prefill),
            DocumentsSealed = sealer.SealJson(draft.Attachments.Where(file => file.IsComplete)),
            SharedAt = now,
        };

    /// <summary>When an officer should have decided: that many days from now, at the end of the day in Thailand.</summary>
    internal static DateTimeOffset DueAt(FormDefinition form, DateTimeOffset now)
    {
        var day = now.ToOffset(ThaiDate.BangkokOffset).Date.AddDays((form.Desk ?? ReviewDeskRules.Default).Days + 1);
        return new DateTimeOffset(day, ThaiDate.BangkokOffset).ToUniversalTime();
    }

    /// <returns>The review of a draft, locked; null when it was never shared.</returns>
    internal static Task<Review?> LockAsync(PortalDb db, Guid draftId, CancellationToken cancellationToken) =>
        db
            .Reviews.FromSql($"select * from reviews where draft_id = {draftId} for update")
            .SingleOrDefaultAsync(cancellationToken);
}
