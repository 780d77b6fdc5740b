using System.Text;

namespace MiniApp.TestKit;

/// <summary>The smallest PDF that viewers open: one blank page.</summary>
public static class SamplePdf
{
    private const string Page = """
        %PDF-1.4
        1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
        2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
        3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj
        trailer <</Root 1 0 R>>
        %%EOF

        """;

    /// <param name="size">Bytes; filled up behind the end mark, differently all along, so that swapped pieces show.</param>
    public static byte[] Create(int size = 2000)
    {
        var bytes = new byte[size];
        Encoding.ASCII.GetBytes(Page).CopyTo(bytes, 0);
        var value = 1u;
        for (var i = Page.Length; i < size; i++)
        {
            value = (value * 1664525) + 1013904223;
            bytes[i] = (byte)(value >> 24);
        }
        return bytes;
    }
}
