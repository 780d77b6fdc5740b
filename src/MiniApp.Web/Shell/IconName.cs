namespace MiniApp.Web.Shell;

public enum IconName
{
    Done,
    Tick,
    Info,
    Warning,
    Comment,
    Problem,
    Clock,
    Lock,
    Link,
    Search,
    Offline,
    Display,
    Document,
    Saved,
    Add,
    Up,
    Down,
    Place,
    Picture,
    Leave,
}
