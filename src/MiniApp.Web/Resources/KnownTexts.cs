using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Localization;

namespace MiniApp.Web.Resources;

/// <summary>
/// The portal's texts, each looked up once in a language: a page has a hundred of them and is drawn whenever somebody types,
/// and resources are read under a lock that all pages share.
/// </summary>
internal sealed class KnownTexts(IStringLocalizerFactory factory) : IStringLocalizer<Text>
{
    private readonly IStringLocalizer _texts = factory.Create(typeof(Text));
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, LocalizedString>> _known = new(
        StringComparer.Ordinal
    );

    public LocalizedString this[string name] =>
        _known
            .GetOrAdd(CultureInfo.CurrentUICulture.Name, _ => new(StringComparer.Ordinal))
            .GetOrAdd(name, static (name, texts) => texts[name], _texts);

    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var text = this[name];
            var formatted = string.Format(CultureInfo.CurrentCulture, text.Value, arguments);
            return new(name, formatted, text.ResourceNotFound, text.SearchedLocation);
        }
    }

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        _texts.GetAllStrings(includeParentCultures);
}
