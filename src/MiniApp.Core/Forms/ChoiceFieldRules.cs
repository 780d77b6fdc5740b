using System.Text.Json.Nodes;
using FluentValidation;

namespace MiniApp.Core.Forms;

internal sealed class NumberRules : AbstractValidator<FieldAnswer>
{
    public NumberRules() =>
        RuleFor(a => a.Number)
            .Cascade(CascadeMode.Stop)
            .Must((a, number) => number is { } n && HasRightScale(a.Field.Type, n))
            .WithMessage(a => a.Say(KindMessage(a.Field.Type)))
            .Must((a, number) => !(number < a.Field.Min))
            .WithMessage(a => a.Say("TooSmall", AnswerText.Plain(a.Field.Min!.Value)))
            .Must((a, number) => !(number > a.Field.Max))
            .WithMessage(a => a.Say("TooLarge", AnswerText.Plain(a.Field.Max!.Value)));

    private static bool HasRightScale(FieldType type, decimal number) =>
        type switch
        {
            FieldType.Integer => decimal.Truncate(number) == number,
            FieldType.Money => decimal.Round(number, 2) == number,
            _ => true,
        };

    private static string KindMessage(FieldType type) =>
        type switch
        {
            FieldType.Integer => "NotInteger",
            FieldType.Money => "NotMoney",
            _ => "NotNumber",
        };
}

internal sealed class ChoiceRules : AbstractValidator<FieldAnswer>
{
    public ChoiceRules() =>
        RuleFor(a => a.Text)
            .Must((a, text) => text is not null && IsOption(a, text))
            .WithMessage(a => a.Say("NotOption"));

    public static bool IsOption(FieldAnswer answer, string value) =>
        answer.Scope.OptionsOf(answer.Field).Any(o => string.Equals(o.Value, value, StringComparison.Ordinal));
}

internal sealed class ChoicesRules : AbstractValidator<FieldAnswer>
{
    public ChoicesRules() => RuleFor(a => a.Value).Must(AreOptions).WithMessage(a => a.Say("NotOption"));

    private static bool AreOptions(FieldAnswer answer, JsonNode? value)
    {
        if (value is not JsonArray items)
        {
            return false;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return items.All(i => JsonAnswer.Text(i) is { } text && ChoiceRules.IsOption(answer, text) && seen.Add(text));
    }
}

internal sealed class YesNoRules : AbstractValidator<FieldAnswer>
{
    public YesNoRules() =>
        RuleFor(a => a.Value).Must(value => JsonAnswer.Flag(value) is not null).WithMessage(a => a.Say("NotYesNo"));
}

internal sealed class AcceptanceRules : AbstractValidator<FieldAnswer>
{
    public AcceptanceRules() =>
        RuleFor(a => a.Value)
            .Must(value => JsonAnswer.Flag(value) is true)
            .WithMessage(a => a.Say("RequiredAcceptance"));
}
