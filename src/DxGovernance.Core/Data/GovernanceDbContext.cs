using DxGovernance.Core.Api;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Council;
using DxGovernance.Core.Installation;
using DxGovernance.Core.Jobs;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Organization.Transfers;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Core.Retention;
using DxGovernance.Core.SignIn;
using DxGovernance.Core.Standardization;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>The one context. Save through <see cref="SaveAsync"/>: it adds ledger rows, stamps them and writes the audit entry.</summary>
public sealed class GovernanceDbContext : DbContext, IDataProtectionKeyContext
{
    /// <summary>Without savepoints: a save that fails ends its transaction, and two statements less while everybody else who saves waits.</summary>
    public GovernanceDbContext(DbContextOptions<GovernanceDbContext> options)
        : base(options) => Database.AutoSavepointsEnabled = false;

    public DbSet<Department> Departments => Set<Department>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<PersonSession> Sessions => Set<PersonSession>();

    public DbSet<ExternalIdentity> ExternalIdentities => Set<ExternalIdentity>();

    public DbSet<UnknownSignIn> UnknownSignIns => Set<UnknownSignIn>();

    public DbSet<ProviderRole> ProviderRoles => Set<ProviderRole>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Deputy> Deputies => Set<Deputy>();

    public DbSet<Transfer> Transfers => Set<Transfer>();

    public DbSet<Holiday> Holidays => Set<Holiday>();

    public DbSet<Operation> Operations => Set<Operation>();

    public DbSet<OperationRevision> OperationRevisions => Set<OperationRevision>();

    public DbSet<OperationState> OperationStates => Set<OperationState>();

    public DbSet<DeadlineEntry> DeadlineEntries => Set<DeadlineEntry>();

    public DbSet<SystemUnit> SystemUnits => Set<SystemUnit>();

    public DbSet<SystemUnitRevision> SystemUnitRevisions => Set<SystemUnitRevision>();

    public DbSet<MigrationStep> MigrationSteps => Set<MigrationStep>();

    public DbSet<OperationStep> OperationSteps => Set<OperationStep>();

    public DbSet<StepReport> StepReports => Set<StepReport>();

    public DbSet<PublishedRate> PublishedRates => Set<PublishedRate>();

    public DbSet<MilestoneTemplate> MilestoneTemplates => Set<MilestoneTemplate>();

    public DbSet<Milestone> Milestones => Set<Milestone>();

    public DbSet<MilestoneReport> MilestoneReports => Set<MilestoneReport>();

    public DbSet<BaselineEntry> BaselineEntries => Set<BaselineEntry>();

    public DbSet<Plan> Plans => Set<Plan>();

    public DbSet<PlanTransition> PlanTransitions => Set<PlanTransition>();

    public DbSet<Risk> Risks => Set<Risk>();

    public DbSet<RiskRating> RiskRatings => Set<RiskRating>();

    public DbSet<MonthlyRound> MonthlyRounds => Set<MonthlyRound>();

    public DbSet<RoundItem> RoundItems => Set<RoundItem>();

    public DbSet<Confirmation> Confirmations => Set<Confirmation>();

    public DbSet<SignalOverride> SignalOverrides => Set<SignalOverride>();

    public DbSet<ThresholdEntry> ThresholdEntries => Set<ThresholdEntry>();

    public DbSet<TemplateVersion> TemplateVersions => Set<TemplateVersion>();

    public DbSet<Proposal> Proposals => Set<Proposal>();

    public DbSet<ProposalText> ProposalTexts => Set<ProposalText>();

    public DbSet<Submission> Submissions => Set<Submission>();

    public DbSet<ProposalTransition> ProposalTransitions => Set<ProposalTransition>();

    public DbSet<AfterReading> AfterReadings => Set<AfterReading>();

    public DbSet<ReviewEntry> ReviewEntries => Set<ReviewEntry>();

    public DbSet<Inquiry> Inquiries => Set<Inquiry>();

    public DbSet<InquiryEntry> InquiryEntries => Set<InquiryEntry>();

    public DbSet<Condition> Conditions => Set<Condition>();

    public DbSet<ConditionEntry> ConditionEntries => Set<ConditionEntry>();

    public DbSet<EffectCheck> EffectChecks => Set<EffectCheck>();

    public DbSet<EffectMeasurement> EffectMeasurements => Set<EffectMeasurement>();

    public DbSet<Attachment> Attachments => Set<Attachment>();

    public DbSet<AttachmentFile> AttachmentFiles => Set<AttachmentFile>();

    public DbSet<Correction> Corrections => Set<Correction>();

    public DbSet<CorrectionEntry> CorrectionEntries => Set<CorrectionEntry>();

    public DbSet<ConfidentialRead> ConfidentialReads => Set<ConfidentialRead>();

    public DbSet<DraftAutosave> DraftAutosaves => Set<DraftAutosave>();

    public DbSet<CostSheet> CostSheets => Set<CostSheet>();

    public DbSet<AmountEntry> AmountEntries => Set<AmountEntry>();

    public DbSet<CostLineRevision> CostLineRevisions => Set<CostLineRevision>();

    public DbSet<CostAssessment> CostAssessments => Set<CostAssessment>();

    public DbSet<CostReview> CostReviews => Set<CostReview>();

    public DbSet<CostCheckAnswer> CostCheckAnswers => Set<CostCheckAnswer>();

    public DbSet<Quote> Quotes => Set<Quote>();

    public DbSet<QuoteEntry> QuoteEntries => Set<QuoteEntry>();

    public DbSet<Meeting> Meetings => Set<Meeting>();

    public DbSet<MeetingRevision> MeetingRevisions => Set<MeetingRevision>();

    public DbSet<MeetingTransition> MeetingTransitions => Set<MeetingTransition>();

    public DbSet<Attendance> Attendances => Set<Attendance>();

    public DbSet<AttendanceEntry> AttendanceEntries => Set<AttendanceEntry>();

    public DbSet<AgendaItem> AgendaItems => Set<AgendaItem>();

    public DbSet<AgendaEntry> AgendaEntries => Set<AgendaEntry>();

    public DbSet<JudgementEntry> JudgementEntries => Set<JudgementEntry>();

    public DbSet<ActionItem> ActionItems => Set<ActionItem>();

    public DbSet<ActionItemEntry> ActionItemEntries => Set<ActionItemEntry>();

    public DbSet<CouncilDocument> CouncilDocuments => Set<CouncilDocument>();

    public DbSet<CouncilDocumentFile> CouncilDocumentFiles => Set<CouncilDocumentFile>();

    public DbSet<CouncilPublication> CouncilPublications => Set<CouncilPublication>();

    public DbSet<Initiative> Initiatives => Set<Initiative>();

    public DbSet<InitiativeRevision> InitiativeRevisions => Set<InitiativeRevision>();

    public DbSet<InitiativeYear> InitiativeYears => Set<InitiativeYear>();

    public DbSet<InitiativeReport> InitiativeReports => Set<InitiativeReport>();

    public DbSet<PolicyIndicator> PolicyIndicators => Set<PolicyIndicator>();

    public DbSet<PolicyIndicatorRevision> PolicyIndicatorRevisions => Set<PolicyIndicatorRevision>();

    public DbSet<PolicyMeasurement> PolicyMeasurements => Set<PolicyMeasurement>();

    public DbSet<OnlineProcedure> OnlineProcedures => Set<OnlineProcedure>();

    public DbSet<ProcedureEntry> ProcedureEntries => Set<ProcedureEntry>();

    public DbSet<RunningCostSet> RunningCostSets => Set<RunningCostSet>();

    public DbSet<RunningCostEntry> RunningCostEntries => Set<RunningCostEntry>();

    public DbSet<RunningCostTerms> RunningCostTerms => Set<RunningCostTerms>();

    public DbSet<RunningCostConfirmation> RunningCostConfirmations => Set<RunningCostConfirmation>();

    public DbSet<RunningCostReferenceEntry> RunningCostReferences => Set<RunningCostReferenceEntry>();

    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<Mail> Mails => Set<Mail>();

    public DbSet<MailRelay> MailRelays => Set<MailRelay>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<JobRun> JobRuns => Set<JobRun>();

    public DbSet<ReportRequest> ReportRequests => Set<ReportRequest>();

    public DbSet<ReportFile> ReportFiles => Set<ReportFile>();

    public DbSet<ReportPublication> ReportPublications => Set<ReportPublication>();

    public DbSet<ServerNode> ServerNodes => Set<ServerNode>();

    public DbSet<BackupRecord> BackupRecords => Set<BackupRecord>();

    public DbSet<RetentionEntry> RetentionEntries => Set<RetentionEntry>();

    public DbSet<Disposal> Disposals => Set<Disposal>();

    public DbSet<DisposalEntry> DisposalEntries => Set<DisposalEntry>();

    public DbSet<DisposalItem> DisposalItems => Set<DisposalItem>();

    /// <summary>What cookies and forms are sealed with, the same on every node.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>
    /// Saves everything tracked in one transaction together with the new ledger rows and one audit entry.
    /// </summary>
    /// <exception cref="StaleForm">Somebody else saved one of the rows since it was read.</exception>
    public async Task SaveAsync(Actor actor, Act act, DateTimeOffset now, CancellationToken cancel)
    {
        var keepers = ChangeTracker.Entries<IKeepsLedger>().ToList();
        try
        {
            // What was changed is known now; looking for it again at each of the following steps would cost as much as all of them.
            ChangeTracker.AutoDetectChangesEnabled = false;
            keepers.ForEach(k => AddRange(k.Entity.TakeNewEntries()));
            await SaveDetectedAsync(actor, act, now, cancel);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    async Task SaveDetectedAsync(Actor actor, Act act, DateTimeOffset now, CancellationToken cancel)
    {
        ProposalText.Replace(ChangeTracker);
        IReadOnlyList<Change> changes = [.. AuditTrail.Changes(ChangeTracker), .. act.Ledgered ?? []];
        await using var transaction = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancel) : null;
        var added = ChangeTracker.Entries<LedgerEntry>().Where(e => e.State == EntityState.Added).ToList();
        var link = await AuditChain.NextAsync(this, added.Count > 0 ? now : null, cancel);
        added.ForEach(e => e.Entity.RecordedAt = link.RecordedAt!.Value);
        var entry = new AuditEntry(act, changes, actor.Address, actor, link.RecordedAt ?? now);
        var row = AuditChain.Append(this, entry, link);
        try
        {
            await SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }
        finally
        {
            row.State = EntityState.Detached;
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync(cancel);
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        ProposalJson.Configure(configurationBuilder);
        CostJson.Configure(configurationBuilder);
        CouncilJson.Configure(configurationBuilder);
        PolicyJson.Configure(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(GovernanceDbContext).Assembly);
        LedgerClock.Configure(modelBuilder);
        SnakeCaseNames.Apply(modelBuilder);
    }
}

/// <summary>A root that collects new ledger rows until it is saved.</summary>
public interface IKeepsLedger
{
    IEnumerable<LedgerEntry> TakeNewEntries();
}
