using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Policy : Migration
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

            migrationBuilder.AddColumn<long>(
                name: "amount",
                table: "submissions",
                type: "bigint",
                nullable: true,
                computedColumnSql: "case when content->'values'->>'amount_total' ~ '^[0-9]{1,18}$' then (content->'values'->>'amount_total')::bigint end",
                stored: true);

            migrationBuilder.AddColumn<string[]>(
                name: "initiative_codes",
                table: "submissions",
                type: "text[]",
                nullable: false,
                computedColumnSql: "array_remove(string_to_array(coalesce(content->'values'->>'initiatives', ''), ' '), '')",
                stored: true);

            migrationBuilder.CreateTable(
                name: "initiatives",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    pillar = table.Column<int>(type: "integer", nullable: false),
                    pillar_name = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    department_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    department_names = table.Column<string[]>(type: "text[]", nullable: false),
                    plan = table.Column<string>(type: "jsonb", nullable: false),
                    source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    revised_as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_initiatives", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "online_procedures",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    category_order = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    evidence = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    listed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    changed_as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_online_procedures", x => x.id);
                    table.CheckConstraint("ck_online_procedures_state", "state in ('Online', 'NotOnline', 'OutsideCity', 'NoProcedure', 'Abolished')");
                });

            migrationBuilder.CreateTable(
                name: "initiative_reports",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    initiative_code = table.Column<string>(type: "character varying(10)", nullable: false),
                    fiscal_year = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    done = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    next_step = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    evidence = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
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
                    table.PrimaryKey("pk_initiative_reports", x => x.id);
                    table.CheckConstraint("ck_initiative_reports_state", "state in ('NotStarted', 'OnTrack', 'Delayed', 'Completed', 'Stopped')");
                    table.ForeignKey(
                        name: "fk_initiative_reports_initiative_code",
                        column: x => x.initiative_code,
                        principalTable: "initiatives",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "initiative_revisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    initiative_code = table.Column<string>(type: "character varying(10)", nullable: false),
                    pillar = table.Column<int>(type: "integer", nullable: false),
                    pillar_name = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    department_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    department_names = table.Column<string[]>(type: "text[]", nullable: false),
                    plan = table.Column<string>(type: "jsonb", nullable: false),
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
                    table.PrimaryKey("pk_initiative_revisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_initiative_revisions_initiative_code",
                        column: x => x.initiative_code,
                        principalTable: "initiatives",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "initiative_years",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    initiative_code = table.Column<string>(type: "character varying(10)", nullable: false),
                    fiscal_year = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    done = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    next_step = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    evidence = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    reported_as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_initiative_years", x => x.id);
                    table.CheckConstraint("ck_initiative_years_state", "state in ('NotStarted', 'OnTrack', 'Delayed', 'Completed', 'Stopped')");
                    table.ForeignKey(
                        name: "fk_initiative_years_initiative_code",
                        column: x => x.initiative_code,
                        principalTable: "initiatives",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "policy_indicators",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    initiative_code = table.Column<string>(type: "character varying(10)", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    unit = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    baseline = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    baseline_on = table.Column<DateOnly>(type: "date", nullable: true),
                    lower_is_better = table.Column<bool>(type: "boolean", nullable: false),
                    targets = table.Column<string>(type: "jsonb", nullable: false),
                    source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    is_retired = table.Column<bool>(type: "boolean", nullable: false),
                    revised_as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    value = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    measured_on = table.Column<DateOnly>(type: "date", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_indicators", x => x.id);
                    table.CheckConstraint("ck_policy_indicators_kind", "kind in ('Measured', 'LiveOperations', 'OnlineRate')");
                    table.ForeignKey(
                        name: "fk_policy_indicators_initiative_code",
                        column: x => x.initiative_code,
                        principalTable: "initiatives",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "procedure_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    procedure_id = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    category_order = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    evidence = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
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
                    table.PrimaryKey("pk_procedure_entries", x => x.id);
                    table.CheckConstraint("ck_procedure_entries_state", "state in ('Online', 'NotOnline', 'OutsideCity', 'NoProcedure', 'Abolished')");
                    table.ForeignKey(
                        name: "fk_procedure_entries_procedure_id",
                        column: x => x.procedure_id,
                        principalTable: "online_procedures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "policy_indicator_revisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    indicator_id = table.Column<int>(type: "integer", nullable: false),
                    initiative_code = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    unit = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    baseline = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: true),
                    baseline_on = table.Column<DateOnly>(type: "date", nullable: true),
                    lower_is_better = table.Column<bool>(type: "boolean", nullable: false),
                    targets = table.Column<string>(type: "jsonb", nullable: false),
                    source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    is_retired = table.Column<bool>(type: "boolean", nullable: false),
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
                    table.PrimaryKey("pk_policy_indicator_revisions", x => x.id);
                    table.CheckConstraint("ck_policy_indicator_revisions_kind", "kind in ('Measured', 'LiveOperations', 'OnlineRate')");
                    table.ForeignKey(
                        name: "fk_policy_indicator_revisions_indicator_id",
                        column: x => x.indicator_id,
                        principalTable: "policy_indicators",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "policy_measurements",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    indicator_id = table.Column<int>(type: "integer", nullable: false),
                    value = table.Column<decimal>(type: "numeric(18,4)", precision: 18, scale: 4, nullable: false),
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
                    table.PrimaryKey("pk_policy_measurements", x => x.id);
                    table.ForeignKey(
                        name: "fk_policy_measurements_indicator_id",
                        column: x => x.indicator_id,
                        principalTable: "policy_indicators",
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
                name: "ix_initiative_reports_initiative_code_fiscal_year_as_of_recorde",
                table: "initiative_reports",
                columns: new[] { "initiative_code", "fiscal_year", "as_of", "recorded_at", "id" },
                descending: new[] { false, false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_initiative_revisions_initiative_code_as_of_recorded_at_id",
                table: "initiative_revisions",
                columns: new[] { "initiative_code", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_initiative_years_initiative_code_fiscal_year",
                table: "initiative_years",
                columns: new[] { "initiative_code", "fiscal_year" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_online_procedures_category_order_number",
                table: "online_procedures",
                columns: new[] { "category_order", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_online_procedures_code",
                table: "online_procedures",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_policy_indicator_revisions_indicator_id_as_of_recorded_at_id",
                table: "policy_indicator_revisions",
                columns: new[] { "indicator_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_policy_indicators_initiative_code",
                table: "policy_indicators",
                column: "initiative_code");

            migrationBuilder.CreateIndex(
                name: "ix_policy_measurements_indicator_id_as_of_recorded_at_id",
                table: "policy_measurements",
                columns: new[] { "indicator_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_procedure_entries_procedure_id_as_of_recorded_at_id",
                table: "procedure_entries",
                columns: new[] { "procedure_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "initiative_reports");

            migrationBuilder.DropTable(
                name: "initiative_revisions");

            migrationBuilder.DropTable(
                name: "initiative_years");

            migrationBuilder.DropTable(
                name: "policy_indicator_revisions");

            migrationBuilder.DropTable(
                name: "policy_measurements");

            migrationBuilder.DropTable(
                name: "procedure_entries");

            migrationBuilder.DropTable(
                name: "policy_indicators");

            migrationBuilder.DropTable(
                name: "online_procedures");

            migrationBuilder.DropTable(
                name: "initiatives");

            migrationBuilder.DropCheckConstraint(
                name: "ck_report_requests_kind",
                table: "report_requests");

            migrationBuilder.DropCheckConstraint(
                name: "ck_report_publications_kind",
                table: "report_publications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "amount",
                table: "submissions");

            migrationBuilder.DropColumn(
                name: "initiative_codes",
                table: "submissions");

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
