namespace MiniApp.Web.Shell;

public enum NoticeKind
{
    Info,
    Good,
    Warning,
    Problem,
}
