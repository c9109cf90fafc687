using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "disposed_at",
                table: "report_requests",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "disposed_at",
                table: "attachments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "disposals",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    up_to = table.Column<DateOnly>(type: "date", nullable: false),
                    years = table.Column<int>(type: "integer", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    list_sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    proposer_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    proposed_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    proposed_title = table.Column<string>(type: "text", nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disposals", x => x.id);
                    table.CheckConstraint("ck_disposals_kind", "kind in ('CaseAttachments', 'DraftAutosaves', 'UnpublishedReports', 'SentMails', 'ReadNotices', 'UnknownSignIns', 'JobRuns')");
                    table.CheckConstraint("ck_disposals_state", "state in ('Proposed', 'Rejected', 'Disposed')");
                });

            migrationBuilder.CreateTable(
                name: "retention_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    years = table.Column<int>(type: "integer", nullable: true),
                    basis = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    is_provisional = table.Column<bool>(type: "boolean", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    on_behalf_of_id = table.Column<int>(type: "integer", nullable: true),
                    on_behalf_of = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retention_entries", x => x.id);
                    table.CheckConstraint("ck_retention_entries_kind", "kind in ('CaseAttachments', 'DraftAutosaves', 'UnpublishedReports', 'SentMails', 'ReadNotices', 'UnknownSignIns', 'JobRuns')");
                });

            migrationBuilder.CreateTable(
                name: "disposal_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    disposal_id = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    on_behalf_of_id = table.Column<int>(type: "integer", nullable: true),
                    on_behalf_of = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disposal_entries", x => x.id);
                    table.CheckConstraint("ck_disposal_entries_state", "state in ('Proposed', 'Rejected', 'Disposed')");
                    table.ForeignKey(
                        name: "fk_disposal_entries_disposal_id",
                        column: x => x.disposal_id,
                        principalTable: "disposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "disposal_items",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    disposal_id = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    label = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    length = table.Column<long>(type: "bigint", nullable: true),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    on_behalf_of_id = table.Column<int>(type: "integer", nullable: true),
                    on_behalf_of = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disposal_items", x => x.id);
                    table.ForeignKey(
                        name: "fk_disposal_items_disposal_id",
                        column: x => x.disposal_id,
                        principalTable: "disposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals",
                sql: "turn in ('SeeHome', 'SeeOperations', 'SeeAllOperations', 'SeeDashboard', 'ReportProgress', 'EditOperation', 'PreparePlan', 'CheckPlan', 'DecideRebaseline', 'OverrideColour', 'FollowRound', 'SeeReports', 'RequestReport', 'PublishReport', 'SeePublishedReports', 'ImportPublishedRates', 'EditThresholds', 'SeeAudit', 'ManageJobs', 'SeeOrganization', 'SeeProposals', 'SeeAllProposals', 'WriteProposal', 'ConfirmProposal', 'ReceiveProposal', 'ReviewProposal', 'DecideLightProposal', 'DecideProposal', 'RecordCouncilJudgement', 'CorrectProposal', 'EditTemplates', 'AppointDeputy', 'ManageDeputies', 'ManageRoles', 'SeeCouncil', 'PrepareCouncil', 'SeeActionItems', 'ReportActionItem', 'SeePolicy', 'ReportInitiative', 'EditPolicy', 'SeeRunningCosts', 'EnterRunningCosts', 'ConfirmRunningCosts', 'ManageMail', 'ManageSignIn', 'ManageApiKeys', 'SeeSystem', 'SeeRetention', 'ManageRetention', 'ApproveDisposal')");

            migrationBuilder.CreateIndex(
                name: "ix_disposal_entries_disposal_id_as_of_recorded_at_id",
                table: "disposal_entries",
                columns: new[] { "disposal_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_disposal_items_disposal_id_key_as_of_recorded_at_id",
                table: "disposal_items",
                columns: new[] { "disposal_id", "key", "as_of", "recorded_at", "id" },
                descending: new[] { false, false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_disposals_kind",
                table: "disposals",
                column: "kind",
                unique: true,
                filter: "state = 'Proposed'");

            migrationBuilder.CreateIndex(
                name: "ix_retention_entries_kind_as_of_recorded_at_id",
                table: "retention_entries",
                columns: new[] { "kind", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "disposal_entries");

            migrationBuilder.DropTable(
                name: "disposal_items");

            migrationBuilder.DropTable(
                name: "retention_entries");

            migrationBuilder.DropTable(
                name: "disposals");

            migrationBuilder.DropCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "disposed_at",
                table: "report_requests");

            migrationBuilder.DropColumn(
                name: "disposed_at",
                table: "attachments");

            migrationBuilder.AddCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals",
                sql: "turn in ('SeeHome', 'SeeOperations', 'SeeAllOperations', 'SeeDashboard', 'ReportProgress', 'EditOperation', 'PreparePlan', 'CheckPlan', 'DecideRebaseline', 'OverrideColour', 'FollowRound', 'SeeReports', 'RequestReport', 'PublishReport', 'SeePublishedReports', 'ImportPublishedRates', 'EditThresholds', 'SeeAudit', 'ManageJobs', 'SeeOrganization', 'SeeProposals', 'SeeAllProposals', 'WriteProposal', 'ConfirmProposal', 'ReceiveProposal', 'ReviewProposal', 'DecideLightProposal', 'DecideProposal', 'RecordCouncilJudgement', 'CorrectProposal', 'EditTemplates', 'AppointDeputy', 'ManageDeputies', 'ManageRoles', 'SeeCouncil', 'PrepareCouncil', 'SeeActionItems', 'ReportActionItem', 'SeePolicy', 'ReportInitiative', 'EditPolicy', 'SeeRunningCosts', 'EnterRunningCosts', 'ConfirmRunningCosts', 'ManageMail', 'ManageSignIn', 'ManageApiKeys', 'SeeSystem')");
        }
    }
}
