using System.Text.Json.Nodes;

namespace MiniApp.TestKit;

/// <summary>The product's forms with another review setting, in a directory of their own.</summary>
public static class ReviewForms
{
    /// <param name="review">As in the form's file: none, optional, required.</param>
    /// <returns>The directory, for <c>Forms:Directory</c>.</returns>
    public static string Write(string review, bool secondApproval = false)
    {
        var target = Directory.CreateTempSubdirectory("miniapp-forms-").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "forms")))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        var path = Path.Combine(target, $"{CoreSteps.FormCode}.form.json");
        var form = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        form["review"] = review;
        var desk = form["desk"] as JsonObject ?? [];
        form["desk"] = desk;
        desk["secondApproval"] = secondApproval;
        File.WriteAllText(path, form.ToJsonString());
        return target;
    }
}
