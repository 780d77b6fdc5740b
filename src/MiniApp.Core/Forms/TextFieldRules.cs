using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FluentValidation;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>Text of one or several lines: a cap on its length even where the form names none.</summary>
internal sealed class TextRules : AbstractValidator<FieldAnswer>
{
    public const int DefaultTextLength = 500;
    public const int DefaultMultiLineLength = 4000;

    public TextRules() =>
        RuleFor(a => a.Text)
            .Cascade(CascadeMode.Stop)
            .NotNull()
            .WithMessage(a => a.Say("NotUnderstood"))
            .Must((a, text) => text!.Length <= Limit(a.Field))
            .WithMessage(a => a.Say("TooLong", Limit(a.Field), a.Text!.Length))
            .Must((a, text) => !(text!.Length < a.Field.MinLength))
            .WithMessage(a => a.Say("TooShort", a.Field.MinLength!, a.Text!.Length))
            .Must((a, text) => IsPlain(text!, a.Field.Type is FieldType.MultiLine))
            .WithMessage(a => a.Say("ControlCharacters"))
            .Must(
                (a, text) =>
                    a.Field.Characters is not TextCharacters.Thai || !text!.EnumerateRunes().Any(IsForeignToThai)
            )
            .WithMessage(a => a.Say("OnlyThai"))
            .Must(
                (a, text) =>
                    a.Field.Characters is not TextCharacters.English || !text!.EnumerateRunes().Any(IsForeignToEnglish)
            )
            .WithMessage(a => a.Say("OnlyEnglish"))
            .Must((a, text) => a.Field.Pattern is null || FieldPattern.Matches(a.Field.Pattern, text!))
            .WithMessage(a => a.Field.PatternMessage?.ToString() ?? a.Say("PatternMismatch"));

    public static int Limit(FormField field) =>
        field.MaxLength ?? (field.Type is FieldType.MultiLine ? DefaultMultiLineLength : DefaultTextLength);

    private static bool IsForeignToThai(Rune rune) => Rune.IsLetter(rune) && rune.Value is < 0x0E00 or > 0x0E7F;

    // Marks too: Thai vowels above and below a consonant are no letters of their own.
    private static bool IsForeignToEnglish(Rune rune) =>
        !rune.IsAscii
        && (
            Rune.IsLetter(rune)
            || Rune.IsDigit(rune)
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.EnclosingMark
        );

    /// <summary>No control characters, no lone surrogates, nothing that reverses the direction of what follows.</summary>
    public static bool IsPlain(string text, bool lineBreaks)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var allowed =
                Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.PrivateUse)
                || (lineBreaks && rune.Value is '\n' or '\r' or '\t');
            if (
                !allowed
                || rune == Rune.ReplacementChar
                || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
            )
            {
                return false;
            }
        }
        return true;
    }
}

internal sealed class DateRules : AbstractValidator<FieldAnswer>
{
    public DateRules() =>
        RuleFor(a => a.Text)
            .Cascade(CascadeMode.Stop)
            .Must(text => ThaiDate.TryParseWire(text, out var date) && date.Year is >= 1850 and <= 2200)
            .WithMessage(a => a.Say("NotDate"))
            .Must((a, text) => !(Date(text) < Limit(a, a.Field.Earliest)))
            .WithMessage(a => a.Say("TooEarly", Read(Limit(a, a.Field.Earliest))))
            .Must((a, text) => !(Date(text) > Limit(a, a.Field.Latest)))
            .WithMessage(a => a.Say("TooLate", Read(Limit(a, a.Field.Latest))));

    private static DateOnly? Date(string? text) => ThaiDate.TryParseWire(text, out var date) ? date : null;

    private static DateOnly? Limit(FieldAnswer answer, string? limit) =>
        DateLimit.TryParse(limit, out var parsed) ? parsed.On(answer.Scope.Form.Today) : null;

    private static string Read(DateOnly? date) => ThaiDate.Format(date!.Value, CultureInfo.CurrentUICulture);
}

internal sealed class NameTitleRules : AbstractValidator<FieldAnswer>
{
    public const int LongestTitle = 50;

    public NameTitleRules() =>
        RuleFor(a => a.Text)
            .Cascade(CascadeMode.Stop)
            .NotNull()
            .WithMessage(a => a.Say("NotUnderstood"))
            .Must(text => text!.Length <= LongestTitle)
            .WithMessage(a => a.Say("TooLong", LongestTitle, a.Text!.Length))
            .Must(text => TextRules.IsPlain(text!, lineBreaks: false))
            .WithMessage(a => a.Say("ControlCharacters"));
}

internal sealed class NationalIdRules : AbstractValidator<FieldAnswer>
{
    public NationalIdRules() =>
        RuleFor(a => a.Text)
            .Cascade(CascadeMode.Stop)
            .Must(id => id is { Length: NationalId.Length } && ThaiDigits.AreDigits(id))
            .WithMessage(a => a.Say("NationalIdLength"))
            .Must(NationalId.IsValid)
            .WithMessage(a => a.Say("NationalIdCheck"));
}

internal sealed class JuristicIdRules : AbstractValidator<FieldAnswer>
{
    public JuristicIdRules() =>
        RuleFor(a => a.Text).Must(JuristicId.IsValidFormat).WithMessage(a => a.Say("JuristicIdFormat"));
}

internal sealed class PhoneRules : AbstractValidator<FieldAnswer>
{
    public PhoneRules() => RuleFor(a => a.Text).Must(ThaiPhone.IsValid).WithMessage(a => a.Say("NotPhone"));
}

internal sealed class EmailRules : AbstractValidator<FieldAnswer>
{
    // Only what surely is no address is refused; whether one exists shows when a letter arrives.
    private static readonly Regex Syntax = new(
        @"\A[^@\s<>""(),;:\\]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+([A-Za-z]{2,24}|xn--[A-Za-z0-9-]{1,59})\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    public EmailRules() =>
        RuleFor(a => a.Text)
            .Must(text =>
                text is { Length: <= 254 } && TextRules.IsPlain(text, lineBreaks: false) && Syntax.IsMatch(text)
            )
            .WithMessage(a => a.Say("NotEmail"));
}

internal sealed class PostalCodeRules : AbstractValidator<FieldAnswer>
{
    public PostalCodeRules() => RuleFor(a => a.Text).Must(IsPostalCode).WithMessage(a => a.Say("NotPostalCode"));

    public static bool IsPostalCode(string? text) =>
        text is { Length: 5 } && text[0] != '0' && ThaiDigits.AreDigits(text);
}
