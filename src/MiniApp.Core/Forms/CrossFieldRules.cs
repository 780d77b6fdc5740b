using FluentValidation;

namespace MiniApp.Core.Forms;

/// <summary>
/// What must hold between answers, as the form's author wrote it; each check is shown at one field. It speaks only when it
/// certainly fails: an answer that is still missing has a message of its own.
/// </summary>
internal sealed class CrossFieldRules : AbstractValidator<FieldAnswer>
{
    public CrossFieldRules() =>
        RuleForEach(a => a.Scope.ChecksAt(a.Field))
            .Must((a, check) => !Applies(a.Scope, check) || Rules.Holds(a.Scope, check.Require) is not false)
            .WithMessage((_, check) => check.Message.ToString())
            .OverridePropertyName("checks");

    private static bool Applies(FieldScope scope, FormCheck check) =>
        check.When is null || Rules.Holds(scope, check.When) is true;
}
