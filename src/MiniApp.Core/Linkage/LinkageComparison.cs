using MiniApp.Core.External.Linkage;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Linkage;

/// <summary>What stands side by side.</summary>
public enum LinkageItem
{
    Alive,
    Title,
    FirstName,
    LastName,
    Gender,
    BirthDate,
    Address,
}

public enum LinkageAgreement
{
    /// <summary>One side or both do not say enough to tell.</summary>
    Unknown,
    Same,
    Different,
}

/// <summary>One thing of both sides. Texts for people come from <see cref="Item"/> and the values; each may be missing.</summary>
/// <param name="IsPartlyKnown">What the register has agrees, but it does not have all of it.</param>
public sealed record LinkageRow(LinkageItem Item, LinkageAgreement Agreement, bool IsPartlyKnown = false)
{
    public override string ToString() => $"{Item}: {Agreement}";
}

/// <summary>The applicant beside the register. Never says more than both sides do: what is missing on one is unknown.</summary>
/// <param name="House">Null where the registered address was not asked for or could not be had.</param>
/// <param name="Rows">One for each item, in its order.</param>
public sealed record LinkageComparison(
    LinkageSubject Subject,
    LinkagePerson Person,
    LinkageHouse? House,
    bool IsAlive,
    IReadOnlyList<LinkageRow> Rows
)
{
    /// <summary>
    /// Same: alive, both names and the whole birth date agree, and nothing differs. Different: dead, or anything differs.
    /// Unknown: nothing differs, but not all of these could be told.
    /// </summary>
    public LinkageAgreement Overall =>
        Rows.Any(row => row.Agreement == LinkageAgreement.Different) ? LinkageAgreement.Different
        : Rows.Where(row =>
                row.Item is LinkageItem.Alive or LinkageItem.FirstName or LinkageItem.LastName or LinkageItem.BirthDate
            )
            .All(row => row.Agreement == LinkageAgreement.Same)
            ? LinkageAgreement.Same
        : LinkageAgreement.Unknown;

    public LinkageRow this[LinkageItem item] => Rows.First(row => row.Item == item);

    public static LinkageComparison Of(LinkageSubject subject, LinkagePerson person, bool isAlive, LinkageHouse? house)
    {
        var born = person.BirthDate.CompareWith(subject.BirthDate);
        LinkageRow[] rows =
        [
            new(LinkageItem.Alive, isAlive ? LinkageAgreement.Same : LinkageAgreement.Different),
            Text(LinkageItem.Title, NameTitles.Normalise(subject.Title), NameTitles.Normalise(person.Title)),
            Text(LinkageItem.FirstName, subject.FirstName, person.FirstName),
            LastName(subject, person),
            new(LinkageItem.Gender, Of(subject.Gender is { } g && person.Gender is { } r ? g == r : null)),
            new(
                LinkageItem.BirthDate,
                Of(
                    born is DateAgreement.Same ? true
                    : born is DateAgreement.Different ? false
                    : null
                ),
                IsPartlyKnown: born == DateAgreement.PartlyKnown
            ),
            LinkageAddress.Compare(subject.Address ?? AddressAnswer.Empty, house),
        ];
        return new LinkageComparison(subject, person, house, isAlive, rows);
    }

    /// <summary>Personal: not for logs.</summary>
    public override string ToString() => nameof(LinkageComparison);

    internal static LinkageAgreement Of(bool? same) =>
        same is { } known ? (known ? LinkageAgreement.Same : LinkageAgreement.Different) : LinkageAgreement.Unknown;

    private static LinkageRow Text(LinkageItem item, string? own, string? register) =>
        new(
            item,
            Of(
                string.IsNullOrWhiteSpace(own) || string.IsNullOrWhiteSpace(register)
                    ? null
                    : PlainText.AreSame(own, register)
            )
        );

    /// <summary>Whoever has a middle name writes it before the last name, or leaves it out.</summary>
    private static LinkageRow LastName(LinkageSubject subject, LinkagePerson person)
    {
        var row = Text(LinkageItem.LastName, subject.LastName, person.LastName);
        return
            row.Agreement == LinkageAgreement.Different
            && person.MiddleName is { } middle
            && PlainText.AreSame(subject.LastName, $"{middle} {person.LastName}")
            ? row with
            {
                Agreement = LinkageAgreement.Same,
            }
            : row;
    }
}
