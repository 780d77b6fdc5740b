namespace MiniApp.Core.Forms;

/// <summary>Finds the directory of the form files.</summary>
public static class FormsDirectory
{
    /// <summary>
    /// An absolute path is taken as it is. A relative one is looked for under <paramref name="root"/>; then, for authors,
    /// under the directories around it, where the sources of the forms are; then beside the program.
    /// </summary>
    /// <param name="around">
    /// Whether to look around <paramref name="root"/>. What lies beside the program then comes last: it is the build's copy,
    /// in which an edit would be lost.
    /// </param>
    public static string Locate(string directory, string root, bool around)
    {
        var besideProgram = Path.GetFullPath(directory, AppContext.BaseDirectory);
        var underRoot = Path.GetFullPath(directory, root);
        if (Directory.Exists(underRoot) && !(around && underRoot == besideProgram))
        {
            return underRoot;
        }
        for (var place = new DirectoryInfo(root).Parent; around && place is not null; place = place.Parent)
        {
            var found = Path.GetFullPath(directory, place.FullName);
            // Any directory might be called so; the sources have the schema with them.
            if (File.Exists(Path.Combine(found, "form.schema.json")))
            {
                return found;
            }
        }
        return besideProgram;
    }
}
