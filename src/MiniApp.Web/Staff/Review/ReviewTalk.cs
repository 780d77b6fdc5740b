using Microsoft.AspNetCore.Components;

namespace MiniApp.Web.Staff.Review;

/// <summary>What a review's page does when somebody says something.</summary>
public sealed record ReviewTalk(
    EventCallback<(string FieldId, string Text)> OnComment,
    EventCallback<(Guid ThreadId, string Text)> OnReply,
    EventCallback<(Guid ThreadId, bool Resolved)> OnResolve
);
