namespace MiniApp.Core.Sessions;

/// <summary>How an applicant came in.</summary>
public enum SignInMethod
{
    /// <summary>By a link of Biz Portal: the only way that brings its tokens.</summary>
    Link,

    /// <summary>The applicant proved who they are with ThaiD.</summary>
    ThaiD,

    /// <summary>By mobile number and ID card number, confirmed by a code of ONE ID.</summary>
    OneId,
}
