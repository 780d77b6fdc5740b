namespace MiniApp.TestKit.Circuits;

/// <summary>What a circuit has drawn, kept as Blazor's script keeps it, so that elements and their handlers can be found.</summary>
public sealed class CircuitPage
{
    private readonly Dictionary<int, PageNode> _components = [];
    private readonly HashSet<int> _roots = [];

    /// <summary>Every node, in the order of the page.</summary>
    public IEnumerable<PageNode> All => _roots.SelectMany(id => _components[id].All);

    public PageNode? ById(string id) => Find(node => node["id"] == id);

    public PageNode? Find(Func<PageNode, bool> wanted) =>
        All.FirstOrDefault(node => node.Tag is not null && wanted(node));

    internal void Apply(RenderBatch batch)
    {
        foreach (var change in batch.Components)
        {
            if (!_components.TryGetValue(change.ComponentId, out var component))
            {
                component = _components[change.ComponentId] = new PageNode(tag: null);
                _roots.Add(change.ComponentId);
            }
            Apply(batch, component, change.Edits);
        }
        foreach (var id in batch.DisposedComponents)
        {
            _components.Remove(id);
            _roots.Remove(id);
        }
    }

    private void Apply(RenderBatch batch, PageNode component, IReadOnlyList<Edit> edits)
    {
        var at = component;
        var moves = new List<(int From, int To)>();
        foreach (var edit in edits)
        {
            switch (edit.Type)
            {
                case EditType.PrependFrame:
                    Insert(batch, at, edit.Sibling, edit.Index);
                    break;
                case EditType.RemoveFrame:
                    at.RemoveAt(edit.Sibling);
                    break;
                case EditType.SetAttribute:
                    var attribute = batch.FrameOf(edit.Index);
                    at.Children[edit.Sibling].Set(attribute.Name!, attribute.Value, attribute.Handler);
                    break;
                case EditType.RemoveAttribute:
                    at.Children[edit.Sibling].Unset(edit.Attribute!);
                    break;
                case EditType.UpdateText or EditType.UpdateMarkup:
                    at.Children[edit.Sibling].Content = batch.FrameOf(edit.Index).Value;
                    break;
                case EditType.StepIn:
                    at = at.Children[edit.Sibling];
                    break;
                case EditType.StepOut:
                    at = at.Parent!;
                    break;
                case EditType.PermutationListEntry:
                    moves.Add((edit.Sibling, edit.Index));
                    break;
                case EditType.PermutationListEnd:
                    var moved = moves.Select(move => (move.To, Child: at.Children[move.From])).ToList();
                    moved.ForEach(move => at.Replace(move.To, move.Child));
                    moves.Clear();
                    break;
                default:
                    throw new InvalidDataException($"Edit {edit.Type} is not known here.");
            }
        }
    }

    /// <returns>How many children came in: a region brings those inside it.</returns>
    private int Insert(RenderBatch batch, PageNode parent, int at, int index)
    {
        var frame = batch.FrameOf(index);
        switch (frame.Type)
        {
            case FrameType.Element:
                var element = new PageNode(frame.Name);
                parent.Insert(at, element);
                InsertBelow(batch, element, index, frame);
                return 1;
            case FrameType.Region:
                return InsertAll(batch, parent, at, index + 1, index + frame.SubtreeLength);
            case FrameType.Component:
                var component = _components[frame.ComponentId] = new PageNode(tag: null);
                parent.Insert(at, component);
                return 1;
            case FrameType.Text:
                parent.Insert(at, new PageNode(tag: null, frame.Value));
                return 1;
            case FrameType.Markup:
                parent.Insert(at, new PageNode(tag: null, frame.Value, isMarkup: true));
                return 1;
            default:
                return 0;
        }
    }

    private void InsertBelow(RenderBatch batch, PageNode element, int index, Frame frame)
    {
        var (child, end) = (index + 1, index + frame.SubtreeLength);
        for (; child < end && batch.FrameOf(child) is { Type: FrameType.Attribute } attribute; child++)
            element.Set(attribute.Name!, attribute.Value, attribute.Handler);
        InsertAll(batch, element, 0, child, end);
    }

    private int InsertAll(RenderBatch batch, PageNode parent, int at, int start, int end)
    {
        var inserted = 0;
        for (var index = start; index < end; index += Math.Max(1, batch.FrameOf(index).SubtreeLength))
            inserted += Insert(batch, parent, at + inserted, index);
        return inserted;
    }
}
