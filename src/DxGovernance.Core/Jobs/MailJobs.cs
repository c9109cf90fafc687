using DxGovernance.Core.Notifications;

namespace DxGovernance.Core.Jobs;

/// <summary>Sends the mails that wait. Twice is harmless: a notice is put into one mail, and a mail is taken by one node.</summary>
public sealed class SendMailJob(MailSender sender) : IJobWork
{
    public async Task<string?> ExecuteAsync(CancellationToken cancel)
    {
        var run = await sender.RunAsync(cancel);
        RuleViolation.Require(run.Trouble is null, "mail-relay", $"{run.Text}{run.Trouble}");
        return run.Text;
    }
}
