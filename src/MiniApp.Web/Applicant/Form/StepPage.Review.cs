using Microsoft.AspNetCore.Components;
using MiniApp.Core.Forms;
using MiniApp.Core.Reviews;
using MiniApp.Web.Applicant.Review;

namespace MiniApp.Web.Applicant.Form;

/// <content>Officers' comments on answers, while they have the draft.</content>
public sealed partial class StepPage
{
    private ReviewOfDraft? _review;

    [Inject]
    private ReviewSharing Sharing { get; set; } = null!;

    private async Task LoadReviewAsync() =>
        _review = _draft!.OpenFields is null
            ? null
            : await Sharing.FindAsync(_session!, DraftId, CancellationToken.None);

    private RenderFragment ThreadsOf(FormField field) =>
        builder =>
        {
            foreach (var thread in (_review?.Threads ?? []).Where(t => t.IsOpen && t.FieldId == field.Id))
            {
                builder.OpenComponent<FieldThread>(0);
                builder.SetKey(thread.Id);
                builder.AddComponentParameter(1, nameof(FieldThread.Field), field);
                builder.AddComponentParameter(2, nameof(FieldThread.Thread), thread);
                builder.AddComponentParameter(
                    3,
                    nameof(FieldThread.OnReply),
                    (Func<ReviewThread, string, Task<bool>>)ReplyAsync
                );
                builder.CloseComponent();
            }
        };

    private async Task<bool> ReplyAsync(ReviewThread thread, string text)
    {
        var replied = false;
        await BusyAsync(async () =>
        {
            replied = await Sharing.ReplyAsync(_session!, DraftId, thread.Id, text, CancellationToken.None);
            await LoadReviewAsync();
        });
        StateHasChanged();
        return replied;
    }
}
