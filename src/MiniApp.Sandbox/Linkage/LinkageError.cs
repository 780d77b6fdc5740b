using System.Text.Json.Serialization;
using MiniApp.Sandbox.BizPortal;

namespace MiniApp.Sandbox.Linkage;

/// <summary>
/// The exchange's way of refusing: <c>{Code, Message}</c>. [F] Of the codes only 90001 is known from the field; the others,
/// and which HTTP status goes with which, were decided here. [C]
/// </summary>
internal sealed class LinkageError(int statusCode, string code, string message) : Exception(message)
{
    private sealed record Body(
        [property: JsonPropertyName("Code")] string Code,
        [property: JsonPropertyName("Message")] string Message
    );

    /// <summary>The officer's card is not logged in. [F]</summary>
    public static LinkageError NotLoggedIn() => new(400, "90001", "เจ้าหน้าที่ยังไม่ได้ยืนยันสิทธิ์ข้อมูลกรมการปกครอง");

    /// <summary>The citizen's own right is asked for, and another card or none is in the reader.</summary>
    public static LinkageError NoCitizenCard() => new(403, "90002", "ไม่พบบัตรของประชาชนผู้รับบริการ");

    public static LinkageError WrongConsumer() => new(401, "90010", "Consumer-Key or ConsumerSecret is not valid");

    public static LinkageError WrongToken() => new(401, "90011", "Token is not valid or has expired");

    public static LinkageError NoData() => new(404, "90404", "ไม่พบข้อมูล");

    public static LinkageError Breach(string message) => new(400, "90400", message);

    public Task Answer(HttpContext context) => Answer(context, statusCode, code, Message);

    public static Task Answer(HttpContext context, int statusCode, string code, string message) =>
        context.Json(statusCode, new Body(code, message));
}
