namespace MiniApp.Core.Forms;

/// <summary>Finds the directory of the form files.</summary>
public static class FormsDirectory
{
    /// <summary>
    /// An absolute path is taken as it is. A relative one is looked for under <paramref name="root"/>; then, for authors,
    /// under the directories around it, where the sources of the forms are; then beside the program.
    /// </summary>
    /// <param name="around">Whether to look around <paramref name="root"/>.</param>
    public static string Locate(string directory, string root, bool around)
    {
        for (var place = new DirectoryInfo(root); place is not null; place = around ? place.Parent : null)
        {
            var found = Path.GetFullPath(directory, place.FullName);
            // Any directory might be called so; the sources have the schema with them.
            if (place.FullName == new DirectoryInfo(root).FullName ? Directory.Exists(found) : HasSchema(found))
            {
                return found;
            }
        }
        return Path.GetFullPath(directory, AppContext.BaseDirectory);
    }

    private static bool HasSchema(string directory) => File.Exists(Path.Combine(directory, "form.schema.json"));
}
