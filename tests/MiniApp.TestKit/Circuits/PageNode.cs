namespace MiniApp.TestKit.Circuits;

/// <summary>One node of a page that a circuit has drawn: an element, a text, a piece of markup or a component.</summary>
public sealed class PageNode
{
    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _handlers = new(StringComparer.Ordinal);
    private readonly List<PageNode> _children = [];

    internal PageNode(string? tag, string? content = null, bool isMarkup = false) =>
        (Tag, Content, IsMarkup) = (tag, content, isMarkup);

    /// <summary>Null for anything but an element.</summary>
    public string? Tag { get; }

    /// <summary>Of a text or a piece of markup.</summary>
    public string? Content { get; internal set; }

    public bool IsMarkup { get; }

    public PageNode? Parent { get; private set; }

    public IReadOnlyList<PageNode> Children => _children;

    /// <summary>The value of an attribute; null when there is none.</summary>
    public string? this[string attribute] => _attributes.GetValueOrDefault(attribute);

    public bool Has(string attribute) => _attributes.ContainsKey(attribute);

    /// <summary>The id under which the server knows what to do, or null.</summary>
    /// <param name="name">E.g. <c>click</c>.</param>
    public long? HandlerOf(string name) => _handlers.TryGetValue("on" + name, out var id) ? id : null;

    /// <summary>This node and all below it.</summary>
    public IEnumerable<PageNode> All => _children.SelectMany(child => child.All).Prepend(this);

    /// <summary>Every text below, without markup.</summary>
    public string Text =>
        string.Concat(All.Where(node => node is { Tag: null, IsMarkup: false }).Select(node => node.Content));

    internal void Set(string name, string? value, long handler)
    {
        if (handler != 0)
            _handlers[name] = handler;
        else
            _attributes[name] = value ?? "";
    }

    internal void Unset(string name)
    {
        _attributes.Remove(name);
        _handlers.Remove(name);
    }

    internal void Insert(int at, PageNode child)
    {
        child.Parent = this;
        _children.Insert(at, child);
    }

    internal void RemoveAt(int at) => _children.RemoveAt(at);

    internal void Replace(int at, PageNode child)
    {
        child.Parent = this;
        _children[at] = child;
    }

    internal void Clear() => _children.Clear();
}
