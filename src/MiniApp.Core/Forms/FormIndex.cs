using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace MiniApp.Core.Forms;

/// <summary>Where a field stands in its form.</summary>
internal sealed record FieldPlace(FormStep Step, FormSection Section, FormField Field);

/// <summary>Look-ups of one form, made once: a form may have hundreds of fields and is asked on each keystroke.</summary>
internal sealed class FormIndex
{
    private static readonly ConditionalWeakTable<FormDefinition, FormIndex> Known = [];

    private readonly FrozenDictionary<string, FieldPlace> _places;
    private readonly FrozenDictionary<FormField, FrozenDictionary<string, FormField>> _columns;

    private FormIndex(FormDefinition form)
    {
        var places =
            from step in form.Steps
            from section in step.Sections
            from field in section.Fields
            select new FieldPlace(step, section, field);
        // Of two fields with one id, which FormChecks refuses, the first counts.
        _places = places
            .DistinctBy(place => place.Field.Id, StringComparer.Ordinal)
            .ToFrozenDictionary(place => place.Field.Id, StringComparer.Ordinal);
        _columns = _places
            .Values.Where(place => place.Field.Group is not null)
            .ToFrozenDictionary(
                place => place.Field,
                place =>
                    place
                        .Field.Group!.Fields.DistinctBy(column => column.Id, StringComparer.Ordinal)
                        .ToFrozenDictionary(column => column.Id, StringComparer.Ordinal),
                (IEqualityComparer<FormField>)ReferenceEqualityComparer.Instance
            );
    }

    public static FormIndex Of(FormDefinition form) => Known.GetValue(form, static f => new FormIndex(f));

    public FieldPlace? Find(string fieldId) => _places.GetValueOrDefault(fieldId);

    public FormField? FindColumn(FormField group, string columnId) =>
        _columns.TryGetValue(group, out var columns) ? columns.GetValueOrDefault(columnId) : null;
}
