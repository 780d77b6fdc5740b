using System.Text.Json.Nodes;
using FluentValidation;

namespace MiniApp.Core.Forms;

/// <summary>The rows of a group together: how many, and what no two of them may share.</summary>
internal sealed class GroupRules : AbstractValidator<FieldAnswer>
{
    public GroupRules() =>
        RuleFor(a => a.Value)
            .Cascade(CascadeMode.Stop)
            .Must(value => value is JsonArray rows && rows.All(row => row is JsonObject))
            .WithMessage(a => a.Say("NotUnderstood"))
            .Must((a, value) => !(value!.AsArray().Count < Rule(a).Min))
            .WithMessage(a => a.Say("TooFewRows", Rule(a).Min!, a.Value!.AsArray().Count))
            .Must((a, value) => value!.AsArray().Count <= (Rule(a).Max ?? GroupRule.DefaultMax))
            .WithMessage(a => a.Say("TooManyRows", Rule(a).Max ?? GroupRule.DefaultMax, a.Value!.AsArray().Count))
            .Must((a, _) => Twice(a) is null)
            .WithMessage(a => a.Say("RowsAlike", ColumnLabel(a, Twice(a)!)));

    private static GroupRule Rule(FieldAnswer answer) => answer.Field.Group ?? new GroupRule([]);

    /// <summary>The first of the unique columns that has an answer twice.</summary>
    private static string? Twice(FieldAnswer answer) =>
        Rule(answer)
            .Unique?.FirstOrDefault(column =>
                Rules.Holds(answer.Scope, new Condition(Distinct: [$"{answer.Field.Id}.{column}"])) is false
            );

    private static string ColumnLabel(FieldAnswer answer, string path)
    {
        var parts = path.Split('.');
        var label = Rule(answer).Fields.FirstOrDefault(column => column.Id == parts[0])?.Label.ToString() ?? path;
        return parts.ElementAtOrDefault(1) is { } part && FormMessages.Find($"Part.{part}") is { } name ? name : label;
    }
}
