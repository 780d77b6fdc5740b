using System.Globalization;
using Microsoft.Extensions.Localization;
using MiniApp.Core.External.Linkage;
using MiniApp.Core.Forms;
using MiniApp.Core.Linkage;
using MiniApp.Core.Thai;
using MiniApp.Web.Resources;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Staff.Linkage;

/// <summary>What the officer is told about their card reader.</summary>
public enum LinkageReaderState
{
    /// <summary>Not read yet.</summary>
    Reading,

    /// <summary>Insert the officer's card and log in.</summary>
    NotLoggedIn,

    /// <summary>The officer's right is enough.</summary>
    Ready,

    /// <summary>The applicant's card is in the reader.</summary>
    CitizenReady,

    /// <summary>The citizen's right is used: ask for their card.</summary>
    AskCitizen,

    /// <summary>The card in the reader is somebody else's; the officer's right is enough all the same.</summary>
    OtherCitizen,

    /// <summary>The card in the reader is somebody else's, and the applicant's is needed.</summary>
    WrongCitizen,

    /// <summary>The data exchange does not say.</summary>
    Unknown,

    /// <summary>The session is over, or does not know the officer's number.</summary>
    SignInAgain,
}

/// <summary>States and values as people read them.</summary>
internal static class LinkageText
{
    /// <param name="reading">Null: the session is over.</param>
    public static LinkageReaderState ReaderOf(AgentReading? reading, string nationalId, bool needsCitizenCard) =>
        reading?.State switch
        {
            null => LinkageReaderState.SignInAgain,
            AgentState.AgentNotAvailable => LinkageReaderState.NotLoggedIn,
            AgentState.AgentAvailable when needsCitizenCard => LinkageReaderState.AskCitizen,
            AgentState.AgentAvailable => LinkageReaderState.Ready,
            AgentState.CitizenAvailable when reading.HasCardOf(nationalId) => LinkageReaderState.CitizenReady,
            AgentState.CitizenAvailable when needsCitizenCard => LinkageReaderState.WrongCitizen,
            AgentState.CitizenAvailable => LinkageReaderState.OtherCitizen,
            _ => LinkageReaderState.Unknown,
        };

    public static NoticeKind KindOf(LinkageReaderState state) =>
        state switch
        {
            LinkageReaderState.Ready or LinkageReaderState.CitizenReady => NoticeKind.Good,
            LinkageReaderState.Reading => NoticeKind.Info,
            LinkageReaderState.Unknown or LinkageReaderState.SignInAgain => NoticeKind.Problem,
            _ => NoticeKind.Warning,
        };

    public static IconName IconOf(LinkageReaderState state) =>
        KindOf(state) switch
        {
            NoticeKind.Good => IconName.Done,
            NoticeKind.Info => IconName.Clock,
            NoticeKind.Problem => IconName.Problem,
            _ => IconName.Warning,
        };

    public static NoticeKind KindOf(LinkageResult result) =>
        result.Outcome switch
        {
            LinkageOutcome.Matched => NoticeKind.Good,
            LinkageOutcome.Differed or LinkageOutcome.NotFound => NoticeKind.Warning,
            LinkageOutcome.Unclear => NoticeKind.Info,
            LinkageOutcome.Failed when result.Failure == LinkageFailure.ReaderNotReady => NoticeKind.Warning,
            null when result.Refusal == LinkageRefusal.CitizenCardMissing => NoticeKind.Warning,
            _ => NoticeKind.Problem,
        };

    public static NoticeKind KindOf(LinkageAgreement agreement) =>
        agreement switch
        {
            LinkageAgreement.Same => NoticeKind.Good,
            LinkageAgreement.Different => NoticeKind.Problem,
            _ => NoticeKind.Info,
        };

    public static IconName IconOf(LinkageAgreement agreement) =>
        agreement switch
        {
            LinkageAgreement.Same => IconName.Tick,
            LinkageAgreement.Different => IconName.Problem,
            _ => IconName.Info,
        };

    /// <returns>Key of the words beside the row. Nobody was asked whether they live: that is no agreement.</returns>
    public static string AgreementOf(LinkageRow row) =>
        row.Item == LinkageItem.Alive ? $"Linkage.Life{row.Agreement}"
        : row.IsPartlyKnown ? "Linkage.AgreementPartly"
        : $"Linkage.Agreement{row.Agreement}";

    /// <returns>Null where the applicant did not say.</returns>
    public static string? OwnOf(LinkageItem item, LinkageSubject subject, IStringLocalizer<Text> texts) =>
        item switch
        {
            LinkageItem.Title => Or(subject.Title),
            LinkageItem.FirstName => Or(subject.FirstName),
            LinkageItem.LastName => Or(subject.LastName),
            LinkageItem.Gender => Of(subject.Gender, texts),
            LinkageItem.BirthDate => subject.BirthDate is { } day
                ? ThaiDate.Format(day, CultureInfo.CurrentUICulture)
                : null,
            LinkageItem.Address => Of(subject.Address),
            _ => null,
        };

    /// <returns>Null where the register does not say.</returns>
    public static string? RegisterOf(LinkageItem item, LinkageComparison comparison, IStringLocalizer<Text> texts) =>
        item switch
        {
            LinkageItem.Alive => texts[comparison.IsAlive ? "Linkage.Alive" : "Linkage.Dead"],
            LinkageItem.Title => Or(comparison.Person.Title),
            LinkageItem.FirstName => comparison.Person.FirstName,
            LinkageItem.LastName => comparison.Person.MiddleName is { } middle
                ? $"{middle} {comparison.Person.LastName}"
                : comparison.Person.LastName,
            LinkageItem.Gender => Of(comparison.Person.Gender, texts),
            LinkageItem.BirthDate => Of(comparison.Person.BirthDate, texts),
            LinkageItem.Address => comparison.House is { } house
                ? Join(LinkageAddress.LineOf(house), house.Subdistrict, house.District, house.Province)
                : null,
            _ => null,
        };

    /// <returns>With the parts that are unknown said in words; null where all are.</returns>
    public static string? Of(PartialDate date, IStringLocalizer<Text> texts)
    {
        var culture = CultureInfo.CurrentUICulture;
        return (date.Whole, date.Year, date.Month, date.Day) switch
        {
            ({ } whole, _, _, _) => ThaiDate.Format(whole, culture),
            (_, { } year, { } month, _) => texts["Linkage.DateMonth", ThaiDate.FormatMonth(year, month, culture)],
            (_, { } year, null, null) => texts["Linkage.DateYear", ThaiDate.FormatYear(year, culture)],
            (_, { } year, null, { } day) => texts["Linkage.DateNoMonth", day, ThaiDate.FormatYear(year, culture)],
            (_, null, null, null) => null,
            _ => texts["Linkage.DateNoYear"],
        };
    }

    private static string? Of(LinkageGender? gender, IStringLocalizer<Text> texts) =>
        gender is { } known ? texts[$"Linkage.Gender{known}"].Value : null;

    private static string? Of(AddressAnswer? address) =>
        address is null
            ? null
            : Or(Join(address.Detail, address.Subdistrict, address.District, address.Province, address.PostalCode));

    private static string Join(params string?[] parts) =>
        string.Join(' ', parts.Where(part => !string.IsNullOrWhiteSpace(part)));

    private static string? Or(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
