namespace MiniApp.Core.Forms;

/// <summary>The JSON Schema of form files, as this portal was built with.</summary>
public static class FormSchema
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(FormSchema).Assembly.GetManifestResourceStream(
            "MiniApp.Core.Forms.form.schema.json"
        )!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
