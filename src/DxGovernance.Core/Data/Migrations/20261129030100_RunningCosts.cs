using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class RunningCosts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_report_requests_kind",
                table: "report_requests");

            migrationBuilder.DropCheckConstraint(
                name: "ck_report_publications_kind",
                table: "report_publications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals");

            migrationBuilder.CreateTable(
                name: "running_cost_references",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    line = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    rate = table.Column<decimal>(type: "numeric(12,4)", precision: 12, scale: 4, nullable: true),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
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
                    table.PrimaryKey("pk_running_cost_references", x => x.id);
                    table.CheckConstraint("ck_running_cost_references_side", "side in ('Before', 'After')");
                });

            migrationBuilder.CreateTable(
                name: "running_cost_sets",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: true),
                    stage = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_running_cost_sets", x => x.id);
                    table.CheckConstraint("ck_running_cost_sets_stage", "stage in ('Baseline', 'Present', 'Planned', 'Contracted', 'Measured')");
                    table.ForeignKey(
                        name: "fk_running_cost_sets_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "running_cost_confirmations",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    set_id = table.Column<int>(type: "integer", nullable: false),
                    is_confirmed = table.Column<bool>(type: "boolean", nullable: false),
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
                    table.PrimaryKey("pk_running_cost_confirmations", x => x.id);
                    table.ForeignKey(
                        name: "fk_running_cost_confirmations_set_id",
                        column: x => x.set_id,
                        principalTable: "running_cost_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "running_cost_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    set_id = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    fiscal_year = table.Column<int>(type: "integer", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: true),
                    foreign_price = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    rate = table.Column<decimal>(type: "numeric(12,4)", precision: 12, scale: 4, nullable: true),
                    rate_on = table.Column<DateOnly>(type: "date", nullable: true),
                    note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
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
                    table.PrimaryKey("pk_running_cost_entries", x => x.id);
                    table.CheckConstraint("ck_running_cost_entries_amount", "amount between -9999999999999 and 9999999999999");
                    table.CheckConstraint("ck_running_cost_entries_rate", "foreign_price is null or (rate is not null and rate_on is not null)");
                    table.ForeignKey(
                        name: "fk_running_cost_entries_set_id",
                        column: x => x.set_id,
                        principalTable: "running_cost_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "running_cost_terms",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    set_id = table.Column<int>(type: "integer", nullable: false),
                    scope = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    tax = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    base_year = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    funding_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
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
                    table.PrimaryKey("pk_running_cost_terms", x => x.id);
                    table.CheckConstraint("ck_running_cost_terms_tax", "tax in ('Included', 'Excluded')");
                    table.ForeignKey(
                        name: "fk_running_cost_terms_set_id",
                        column: x => x.set_id,
                        principalTable: "running_cost_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_report_requests_kind",
                table: "report_requests",
                sql: "kind in ('Council', 'NationalTransfer', 'PolicySchedule', 'RunningCosts')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_report_publications_kind",
                table: "report_publications",
                sql: "kind in ('Council', 'NationalTransfer', 'PolicySchedule', 'RunningCosts')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals",
                sql: "turn in ('SeeHome', 'SeeOperations', 'SeeAllOperations', 'SeeDashboard', 'ReportProgress', 'EditOperation', 'PreparePlan', 'CheckPlan', 'DecideRebaseline', 'OverrideColour', 'FollowRound', 'SeeReports', 'RequestReport', 'PublishReport', 'SeePublishedReports', 'ImportPublishedRates', 'EditThresholds', 'SeeAudit', 'ManageJobs', 'SeeOrganization', 'SeeProposals', 'SeeAllProposals', 'WriteProposal', 'ConfirmProposal', 'ReceiveProposal', 'ReviewProposal', 'DecideLightProposal', 'DecideProposal', 'RecordCouncilJudgement', 'CorrectProposal', 'EditTemplates', 'AppointDeputy', 'ManageDeputies', 'ManageRoles', 'SeePolicy', 'ReportInitiative', 'EditPolicy', 'SeeRunningCosts', 'EnterRunningCosts', 'ConfirmRunningCosts', 'ManageMail', 'ManageSignIn')");

            migrationBuilder.CreateIndex(
                name: "ix_running_cost_confirmations_set_id_as_of_recorded_at_id",
                table: "running_cost_confirmations",
                columns: new[] { "set_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_running_cost_entries_set_id_line_fiscal_year_as_of_recorded_",
                table: "running_cost_entries",
                columns: new[] { "set_id", "line", "fiscal_year", "as_of", "recorded_at", "id" },
                descending: new[] { false, false, false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_running_cost_references_side_line_as_of_recorded_at_id",
                table: "running_cost_references",
                columns: new[] { "side", "line", "as_of", "recorded_at", "id" },
                descending: new[] { false, false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_running_cost_sets_operation_number_stage",
                table: "running_cost_sets",
                columns: new[] { "operation_number", "stage" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_running_cost_terms_set_id_as_of_recorded_at_id",
                table: "running_cost_terms",
                columns: new[] { "set_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "running_cost_confirmations");

            migrationBuilder.DropTable(
                name: "running_cost_entries");

            migrationBuilder.DropTable(
                name: "running_cost_references");

            migrationBuilder.DropTable(
                name: "running_cost_terms");

            migrationBuilder.DropTable(
                name: "running_cost_sets");

            migrationBuilder.DropCheckConstraint(
                name: "ck_report_requests_kind",
                table: "report_requests");

            migrationBuilder.DropCheckConstraint(
                name: "ck_report_publications_kind",
                table: "report_publications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals");

            migrationBuilder.AddCheckConstraint(
                name: "ck_report_requests_kind",
                table: "report_requests",
                sql: "kind in ('Council', 'NationalTransfer')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_report_publications_kind",
                table: "report_publications",
                sql: "kind in ('Council', 'NationalTransfer')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals",
                sql: "turn in ('SeeHome', 'SeeOperations', 'SeeAllOperations', 'SeeDashboard', 'ReportProgress', 'EditOperation', 'PreparePlan', 'CheckPlan', 'DecideRebaseline', 'OverrideColour', 'FollowRound', 'SeeReports', 'RequestReport', 'PublishReport', 'SeePublishedReports', 'ImportPublishedRates', 'EditThresholds', 'SeeAudit', 'ManageJobs', 'SeeOrganization', 'SeeProposals', 'SeeAllProposals', 'WriteProposal', 'ConfirmProposal', 'ReceiveProposal', 'ReviewProposal', 'DecideLightProposal', 'DecideProposal', 'RecordCouncilJudgement', 'CorrectProposal', 'EditTemplates', 'AppointDeputy', 'ManageDeputies', 'ManageRoles')");
        }
    }
}
