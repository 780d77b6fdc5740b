using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using MiniApp.Core.Forms;

namespace MiniApp.Web.Shell.Fields;

/// <summary>
/// The parts of a field in which nothing can be typed, as text. What only depends on the form's definition and the language
/// is written once and shared by all pages that are open; only a row's fields, whose ids are its own, are written anew.
/// </summary>
internal static class FieldMarkup
{
    private static readonly ConditionalWeakTable<
        FormField,
        ConcurrentDictionary<(string What, bool English), string>
    > Known = [];

    private static readonly ConditionalWeakTable<FieldOption, ConcurrentDictionary<bool, string>> Picks = [];

    private static readonly ConcurrentDictionary<string, string> Words = new(StringComparer.Ordinal);

    /// <summary>Id of the field's control, or of the element that holds its controls.</summary>
    public static string IdOf(FieldInput of) => Shared(of, "id", static (of, _) => FieldIds.Control(of.Key));

    /// <summary>Id of one of several controls.</summary>
    public static string IdOf(FieldInput of, string part) =>
        Shared(of, part, static (of, part) => FieldIds.Part(of.Key, part));

    /// <summary>For <c>aria-describedby</c>: the ids that apply, null when there is none.</summary>
    public static string? DescribedBy(FieldInput of, bool hint, bool error, bool source)
    {
        var ids = (hint ? "hint " : "") + (error ? "error " : "") + (source ? "source " : "");
        return ids.Length == 0
            ? null
            : Shared(
                of,
                ids,
                static (of, ids) =>
                    string.Join(' ', ids.TrimEnd().Split(' ').Select(what => FieldIds.Part(of.Key, what)))
            );
    }

    /// <summary>Label, hint and messages. The messages' place is always there.</summary>
    /// <param name="element"><c>label</c> of a single control, or <c>legend</c> of several.</param>
    public static string Head(FieldInput of, string element) =>
        of.Invalid ? WriteHead(of, element)
        : of.Required || !of.Field.IsAnswered ? Shared(of, element, WriteHead)
        : Shared(of, element + " optional", static (of, what) => WriteHead(of, what.Split(' ')[0]));

    /// <summary>The same of one of several controls.</summary>
    /// <param name="label">Depends on part and language alone.</param>
    public static string PartHead(FieldInput of, string part, string label) =>
        of.MessagesOf(part).Any()
            ? WritePartHead(of, part, label)
            : Shared(of, part + " head", (of, _) => WritePartHead(of, part, label));

    /// <summary>Where the answer came from, what the register has instead, and why it can't be changed.</summary>
    public static string Source(FieldInput of)
    {
        return $"<div id=\"{FieldIds.Source(of.Key)}\" class=\"field-sources\">"
            + Say(IconName.Info, of.Provenance, "<span>")
            + Say(
                IconName.Document,
                of.RegistryText is { } text ? of.T["Form.InRegistry", text].Value : null,
                "<span class=\"lines\">"
            )
            + Say(IconName.Lock, of.Locked ? of.T["Form.Locked"].Value : null, "<span>")
            + "</div>";

        static string? Say(IconName icon, string? text, string span) =>
            string.IsNullOrEmpty(text)
                ? null
                : $"<p class=\"field-source\">{Icons.Of(icon)}{span}{Encoded(text)}</span></p>";
    }

    /// <summary>What a radio button or check box stands for, beside it.</summary>
    public static MarkupString Pick(FieldOption option) =>
        new(
            Picks
                .GetOrCreateValue(option)
                .GetOrAdd(ShellServices.InEnglish, static (_, option) => Span(option.Label.ToString()), option)
        );

    /// <summary>The same of one of the portal's own few words.</summary>
    public static MarkupString Word(string word) => new(Words.GetOrAdd(word, Span));

    private static string Span(string label) => $"<span>{Encoded(label)}</span>";

    public static string Label(string id, string label) =>
        $"<label class=\"field-label\" for=\"{id}\">{Encoded(label)}</label>";

    /// <summary>What helps with one of several controls.</summary>
    /// <param name="hint">Depends on part and language alone.</param>
    public static string PartHint(FieldInput of, string part, string hint) =>
        Shared(
            of,
            part + " hint",
            (of, _) => $"<p id=\"{FieldIds.Part(of.Key, part)}-hint\" class=\"field-hint\">{Encoded(hint)}</p>"
        );

    /// <summary>As text between tags or in quotes.</summary>
    public static string Encoded(string text) => ShellServices.Encoder.Encode(text);

    private static string WriteHead(FieldInput of, string element)
    {
        var id = FieldIds.Control(of.Key);
        var name = element == "label" ? $"for=\"{id}\"" : $"id=\"{id}-legend\"";
        var optional = of.Required || !of.Field.IsAnswered ? null : " " + Optional(of);
        var hint = of.Hint is { Length: > 0 } text
            ? $"<p id=\"{FieldIds.Hint(of.Key)}\" class=\"field-hint\">{Encoded(text)}</p>"
            : null;
        return $"<{element} class=\"field-label\" {name}>{Encoded(of.Field.Label.ToString())}{optional}</{element}>"
            + hint
            + Messages(of);
    }

    private static string WritePartHead(FieldInput of, string part, string label) =>
        Label(FieldIds.Part(of.Key, part), label)
        + WriteMessages(of, FieldIds.PartError(of.Key, part), of.MessagesOf(part));

    private static string Optional(FieldInput of) =>
        $"<span class=\"optional\">{Encoded(of.T["Shell.Optional"])}</span>";

    /// <summary>Messages of a field whose label stands elsewhere.</summary>
    public static string Messages(FieldInput of) => WriteMessages(of, FieldIds.Error(of.Key), of.Messages);

    private static string WriteMessages(FieldInput of, string id, IEnumerable<string> messages)
    {
        var lines = messages.Select(message =>
            $"<p class=\"field-error\">{Icons.Of(IconName.Problem)}<span><span class=\"visually-hidden\">"
            + $"{Encoded(of.T["Errors.FieldPrefix"])} </span>{Encoded(message)}</span></p>"
        );
        return $"<div id=\"{id}\" class=\"field-errors\">{string.Concat(lines)}</div>";
    }

    private static string Shared(FieldInput of, string what, Func<FieldInput, string, string> write)
    {
        if (of.Scope.IdPrefix.Length > 0)
            return write(of, what);
        var known = Known.GetOrCreateValue(of.Field);
        return known.GetOrAdd((what, ShellServices.InEnglish), static (key, x) => x.write(x.of, key.What), (of, write));
    }
}
