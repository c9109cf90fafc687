using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Proposals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "threshold_entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "threshold_entries",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "system_unit_revisions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "system_unit_revisions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "step_reports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "step_reports",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "signal_overrides",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "signal_overrides",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "risk_ratings",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "risk_ratings",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "report_publications",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "report_publications",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "published_rates",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "published_rates",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "plan_transitions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "plan_transitions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "operation_states",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "operation_states",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "operation_revisions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "operation_revisions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "milestone_reports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "milestone_reports",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "deadline_entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "deadline_entries",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "confirmations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "confirmations",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "baseline_entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "baseline_entries",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "audit_entries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "on_behalf_of_id",
                table: "audit_entries",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "after_readings",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    transition_id = table.Column<long>(type: "bigint", nullable: false),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
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
                    table.PrimaryKey("pk_after_readings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deputies",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    principal_id = table.Column<int>(type: "integer", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    person_id = table.Column<int>(type: "integer", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    revoked_on = table.Column<DateOnly>(type: "date", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deputies", x => x.id);
                    table.CheckConstraint("ck_deputies_period", "valid_to >= valid_from and principal_id <> person_id");
                    table.CheckConstraint("ck_deputies_role", "role in ('DepartmentStaff', 'DepartmentHead', 'DxTeam', 'PmoOffice', 'PmoMember', 'Cio', 'Council', 'Auditor', 'Administrator')");
                    table.ForeignKey(
                        name: "fk_deputies_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deputies_principal_id",
                        column: x => x.principal_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "proposal_counters",
                columns: table => new
                {
                    fiscal_year = table.Column<int>(type: "integer", nullable: false),
                    last = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proposal_counters", x => x.fiscal_year);
                });

            migrationBuilder.CreateTable(
                name: "proposals",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    fiscal_year = table.Column<int>(type: "integer", nullable: false),
                    serial = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    once = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    @class = table.Column<string>(name: "class", type: "character varying(40)", maxLength: 40, nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    department_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    is_shared = table.Column<bool>(type: "boolean", nullable: false),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    submission_number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    turn = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    route = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    route_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    route_reviewers = table.Column<int>(type: "integer", nullable: false),
                    rules_day = table.Column<DateOnly>(type: "date", nullable: true),
                    rules_known_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    council_heard = table.Column<bool>(type: "boolean", nullable: false),
                    draft = table.Column<string>(type: "jsonb", nullable: false),
                    draft_saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    author_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    reviewer_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    approved_gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    approved_content = table.Column<string>(type: "jsonb", nullable: true),
                    approved_run = table.Column<int>(type: "integer", nullable: true),
                    first_approved_amount = table.Column<long>(type: "bigint", nullable: true),
                    amount = table.Column<long>(type: "bigint", nullable: true),
                    go_live_on = table.Column<DateOnly>(type: "date", nullable: true),
                    open_questions = table.Column<int>(type: "integer", nullable: false),
                    question_due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    open_conditions = table.Column<int>(type: "integer", nullable: false),
                    condition_due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    effect_due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    operation_numbers = table.Column<int[]>(type: "integer[]", nullable: false),
                    initiative_codes = table.Column<string[]>(type: "text[]", nullable: false),
                    related_numbers = table.Column<string[]>(type: "text[]", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: true),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    search_grams = table.Column<string[]>(type: "text[]", nullable: false),
                    title_grams = table.Column<string[]>(type: "text[]", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proposals", x => x.id);
                    table.CheckConstraint("ck_proposals_approved_gate", "approved_gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.CheckConstraint("ck_proposals_class", "class in ('New', 'Renewal', 'Modification', 'LawChange', 'Retirement', 'Standardization', 'CloudService', 'Equipment', 'Network', 'Minor')");
                    table.CheckConstraint("ck_proposals_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.CheckConstraint("ck_proposals_route", "route in ('Light', 'Normal', 'Council')");
                    table.CheckConstraint("ck_proposals_state", "state in ('Draft', 'HeadChecking', 'Intake', 'Reviewing', 'Inquiring', 'Tabling', 'Deciding', 'CouncilPending', 'Approved', 'ConditionallyApproved', 'Continued', 'Returned', 'Rejected', 'Withdrawn', 'Completed')");
                    table.CheckConstraint("ck_proposals_turn", "turn in ('SeeHome', 'SeeOperations', 'SeeAllOperations', 'SeeDashboard', 'ReportProgress', 'EditOperation', 'PreparePlan', 'CheckPlan', 'DecideRebaseline', 'OverrideColour', 'FollowRound', 'SeeReports', 'RequestReport', 'PublishReport', 'SeePublishedReports', 'ImportPublishedRates', 'EditThresholds', 'SeeAudit', 'ManageJobs', 'SeeOrganization', 'SeeProposals', 'SeeAllProposals', 'WriteProposal', 'ConfirmProposal', 'ReceiveProposal', 'ReviewProposal', 'DecideLightProposal', 'DecideProposal', 'RecordCouncilJudgement', 'CorrectProposal', 'EditTemplates', 'AppointDeputy', 'ManageDeputies', 'ManageRoles')");
                    table.ForeignKey(
                        name: "fk_proposals_department_id",
                        column: x => x.department_id,
                        principalTable: "departments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "template_versions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    is_provisional = table.Column<bool>(type: "boolean", nullable: false),
                    content = table.Column<string>(type: "jsonb", nullable: false),
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
                    table.PrimaryKey("pk_template_versions", x => x.id);
                    table.CheckConstraint("ck_template_versions_kind", "kind in ('GateTable', 'RouteRules', 'Checklist', 'DecisionCategories', 'ChangeRules', 'EffectTerms')");
                });

            migrationBuilder.CreateTable(
                name: "attachments",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    file_name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    length = table.Column<int>(type: "integer", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    added_by = table.Column<string>(type: "text", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    search_grams = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attachments", x => x.id);
                    table.CheckConstraint("ck_attachments_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.CheckConstraint("ck_attachments_kind", "kind in ('Specification', 'Quotation', 'Diagram', 'Evidence', 'Contract', 'Minutes', 'Other')");
                    table.ForeignKey(
                        name: "fk_attachments_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "conditions",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    owner = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    evidence = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    blocks_gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    report = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    search_grams = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conditions", x => x.id);
                    table.CheckConstraint("ck_conditions_blocks_gate", "blocks_gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.CheckConstraint("ck_conditions_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.CheckConstraint("ck_conditions_state", "state in ('Open', 'Reported', 'Met')");
                    table.ForeignKey(
                        name: "fk_conditions_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "confidential_reads",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
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
                    table.PrimaryKey("pk_confidential_reads", x => x.id);
                    table.ForeignKey(
                        name: "fk_confidential_reads_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "corrections",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    field_key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    before = table.Column<string>(type: "text", nullable: false),
                    after = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    proposed_by_id = table.Column<int>(type: "integer", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_corrections", x => x.id);
                    table.CheckConstraint("ck_corrections_state", "state in ('Proposed', 'Confirmed', 'Refused')");
                    table.ForeignKey(
                        name: "fk_corrections_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "draft_autosaves",
                columns: table => new
                {
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<int>(type: "integer", nullable: false),
                    section = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    content = table.Column<string>(type: "jsonb", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_draft_autosaves", x => new { x.proposal_id, x.person_id, x.section });
                    table.ForeignKey(
                        name: "fk_draft_autosaves_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_draft_autosaves_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "effect_checks",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    indicator_key = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    unit = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    months = table.Column<int>(type: "integer", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    planned = table.Column<decimal>(type: "numeric", nullable: true),
                    value = table.Column<decimal>(type: "numeric", nullable: true),
                    measured_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_effect_checks", x => x.id);
                    table.ForeignKey(
                        name: "fk_effect_checks_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "inquiries",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    submission_number = table.Column<int>(type: "integer", nullable: false),
                    section = table.Column<string>(type: "text", nullable: false),
                    question = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    asked_by = table.Column<string>(type: "text", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    answer = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    answered_by = table.Column<string>(type: "text", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inquiries", x => x.id);
                    table.CheckConstraint("ck_inquiries_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.CheckConstraint("ck_inquiries_state", "state in ('Asked', 'Answered', 'Closed')");
                    table.ForeignKey(
                        name: "fk_inquiries_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "proposal_transitions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    submission_number = table.Column<int>(type: "integer", nullable: false),
                    from_state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    action = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    to_state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    result = table.Column<string>(type: "text", nullable: false),
                    category_code = table.Column<string>(type: "text", nullable: true),
                    findings = table.Column<string>(type: "jsonb", nullable: false),
                    search_grams = table.Column<string[]>(type: "text[]", nullable: false),
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
                    table.PrimaryKey("pk_proposal_transitions", x => x.id);
                    table.CheckConstraint("ck_proposal_transitions_action", "action in ('Submit', 'Confirm', 'PullBack', 'Return', 'Accept', 'Ask', 'Answer', 'CloseInquiry', 'PutToPmo', 'BackToReview', 'Forward', 'ReferToCouncil', 'RecordJudgement', 'Approve', 'ApproveWithConditions', 'Continue', 'Reject', 'Resume', 'StartNext', 'StartChange', 'CancelChange', 'Withdraw', 'Complete')");
                    table.CheckConstraint("ck_proposal_transitions_from_state", "from_state in ('Draft', 'HeadChecking', 'Intake', 'Reviewing', 'Inquiring', 'Tabling', 'Deciding', 'CouncilPending', 'Approved', 'ConditionallyApproved', 'Continued', 'Returned', 'Rejected', 'Withdrawn', 'Completed')");
                    table.CheckConstraint("ck_proposal_transitions_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.CheckConstraint("ck_proposal_transitions_to_state", "to_state in ('Draft', 'HeadChecking', 'Intake', 'Reviewing', 'Inquiring', 'Tabling', 'Deciding', 'CouncilPending', 'Approved', 'ConditionallyApproved', 'Continued', 'Returned', 'Rejected', 'Withdrawn', 'Completed')");
                    table.ForeignKey(
                        name: "fk_proposal_transitions_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "review_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    submission_number = table.Column<int>(type: "integer", nullable: false),
                    checklist_version = table.Column<int>(type: "integer", nullable: false),
                    is_final = table.Column<bool>(type: "boolean", nullable: false),
                    results = table.Column<string>(type: "jsonb", nullable: false),
                    findings = table.Column<string>(type: "jsonb", nullable: false),
                    opinion = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
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
                    table.PrimaryKey("pk_review_entries", x => x.id);
                    table.CheckConstraint("ck_review_entries_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.ForeignKey(
                        name: "fk_review_entries_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "submissions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    @class = table.Column<string>(name: "class", type: "character varying(40)", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    department_name = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<string>(type: "jsonb", nullable: false),
                    route = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    route_code = table.Column<string>(type: "text", nullable: false),
                    route_reason = table.Column<string>(type: "text", nullable: false),
                    route_version = table.Column<int>(type: "integer", nullable: false),
                    attachment_ids = table.Column<int[]>(type: "integer[]", nullable: false),
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
                    table.PrimaryKey("pk_submissions", x => x.id);
                    table.CheckConstraint("ck_submissions_class", "class in ('New', 'Renewal', 'Modification', 'LawChange', 'Retirement', 'Standardization', 'CloudService', 'Equipment', 'Network', 'Minor')");
                    table.CheckConstraint("ck_submissions_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.CheckConstraint("ck_submissions_route", "route in ('Light', 'Normal', 'Council')");
                    table.ForeignKey(
                        name: "fk_submissions_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "attachment_files",
                columns: table => new
                {
                    attachment_id = table.Column<int>(type: "integer", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attachment_files", x => x.attachment_id);
                    table.ForeignKey(
                        name: "fk_attachment_files_attachment_id",
                        column: x => x.attachment_id,
                        principalTable: "attachments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "condition_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    condition_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    owner = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    evidence = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    blocks_gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
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
                    table.PrimaryKey("pk_condition_entries", x => x.id);
                    table.CheckConstraint("ck_condition_entries_blocks_gate", "blocks_gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.CheckConstraint("ck_condition_entries_state", "state in ('Open', 'Reported', 'Met')");
                    table.ForeignKey(
                        name: "fk_condition_entries_condition_id",
                        column: x => x.condition_id,
                        principalTable: "conditions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "correction_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    correction_id = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    field_key = table.Column<string>(type: "text", nullable: false),
                    before = table.Column<string>(type: "text", nullable: false),
                    after = table.Column<string>(type: "text", nullable: false),
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
                    table.PrimaryKey("pk_correction_entries", x => x.id);
                    table.CheckConstraint("ck_correction_entries_state", "state in ('Proposed', 'Confirmed', 'Refused')");
                    table.ForeignKey(
                        name: "fk_correction_entries_correction_id",
                        column: x => x.correction_id,
                        principalTable: "corrections",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "effect_measurements",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    effect_check_id = table.Column<int>(type: "integer", nullable: false),
                    indicator_key = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    months = table.Column<int>(type: "integer", nullable: false),
                    planned = table.Column<decimal>(type: "numeric", nullable: true),
                    value = table.Column<decimal>(type: "numeric", nullable: false),
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
                    table.PrimaryKey("pk_effect_measurements", x => x.id);
                    table.ForeignKey(
                        name: "fk_effect_measurements_effect_check_id",
                        column: x => x.effect_check_id,
                        principalTable: "effect_checks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "inquiry_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    inquiry_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    section = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
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
                    table.PrimaryKey("pk_inquiry_entries", x => x.id);
                    table.CheckConstraint("ck_inquiry_entries_state", "state in ('Asked', 'Answered', 'Closed')");
                    table.ForeignKey(
                        name: "fk_inquiry_entries_inquiry_id",
                        column: x => x.inquiry_id,
                        principalTable: "inquiries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_after_readings_transition_id",
                table: "after_readings",
                column: "transition_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_after_readings_transition_id_as_of_recorded_at_id",
                table: "after_readings",
                columns: new[] { "transition_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_attachments_proposal_id",
                table: "attachments",
                column: "proposal_id");

            migrationBuilder.CreateIndex(
                name: "ix_attachments_search_grams",
                table: "attachments",
                column: "search_grams")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_condition_entries_condition_id_as_of_recorded_at_id",
                table: "condition_entries",
                columns: new[] { "condition_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_conditions_proposal_id_number",
                table: "conditions",
                columns: new[] { "proposal_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_conditions_search_grams",
                table: "conditions",
                column: "search_grams")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_conditions_state_due_on",
                table: "conditions",
                columns: new[] { "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_confidential_reads_proposal_id_recorded_by_id_as_of_recorded",
                table: "confidential_reads",
                columns: new[] { "proposal_id", "recorded_by_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_correction_entries_correction_id_as_of_recorded_at_id",
                table: "correction_entries",
                columns: new[] { "correction_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_corrections_proposal_id_number",
                table: "corrections",
                columns: new[] { "proposal_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deputies_person_id_valid_to",
                table: "deputies",
                columns: new[] { "person_id", "valid_to" });

            migrationBuilder.CreateIndex(
                name: "ix_deputies_principal_id",
                table: "deputies",
                column: "principal_id");

            migrationBuilder.CreateIndex(
                name: "ix_draft_autosaves_person_id",
                table: "draft_autosaves",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_effect_checks_due_on",
                table: "effect_checks",
                column: "due_on");

            migrationBuilder.CreateIndex(
                name: "ix_effect_checks_proposal_id_indicator_key_months",
                table: "effect_checks",
                columns: new[] { "proposal_id", "indicator_key", "months" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_effect_measurements_effect_check_id_as_of_recorded_at_id",
                table: "effect_measurements",
                columns: new[] { "effect_check_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_inquiries_proposal_id_number",
                table: "inquiries",
                columns: new[] { "proposal_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inquiries_state_due_on",
                table: "inquiries",
                columns: new[] { "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_inquiry_entries_inquiry_id_as_of_recorded_at_id",
                table: "inquiry_entries",
                columns: new[] { "inquiry_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_proposal_transitions_from_state_recorded_at",
                table: "proposal_transitions",
                columns: new[] { "from_state", "recorded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_proposal_transitions_on_behalf_of_id",
                table: "proposal_transitions",
                column: "on_behalf_of_id");

            migrationBuilder.CreateIndex(
                name: "ix_proposal_transitions_proposal_id_as_of_recorded_at_id",
                table: "proposal_transitions",
                columns: new[] { "proposal_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_proposal_transitions_search_grams",
                table: "proposal_transitions",
                column: "search_grams")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_condition_due_on",
                table: "proposals",
                column: "condition_due_on");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_department_id_state_since",
                table: "proposals",
                columns: new[] { "department_id", "state_since" });

            migrationBuilder.CreateIndex(
                name: "ix_proposals_effect_due_on",
                table: "proposals",
                column: "effect_due_on");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_fiscal_year_serial",
                table: "proposals",
                columns: new[] { "fiscal_year", "serial" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_proposals_initiative_codes",
                table: "proposals",
                column: "initiative_codes")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_number",
                table: "proposals",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_proposals_once",
                table: "proposals",
                column: "once",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_proposals_operation_numbers",
                table: "proposals",
                column: "operation_numbers")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_related_numbers",
                table: "proposals",
                column: "related_numbers")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_search_grams",
                table: "proposals",
                column: "search_grams")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_state_since",
                table: "proposals",
                column: "state_since");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_state_state_since",
                table: "proposals",
                columns: new[] { "state", "state_since" });

            migrationBuilder.CreateIndex(
                name: "ix_proposals_title_grams",
                table: "proposals",
                column: "title_grams")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_turn_state_since",
                table: "proposals",
                columns: new[] { "turn", "state_since" });

            migrationBuilder.CreateIndex(
                name: "ix_review_entries_proposal_id_as_of_recorded_at_id",
                table: "review_entries",
                columns: new[] { "proposal_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_submissions_proposal_id_as_of_recorded_at_id",
                table: "submissions",
                columns: new[] { "proposal_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_submissions_proposal_id_run_number",
                table: "submissions",
                columns: new[] { "proposal_id", "run", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_template_versions_kind_as_of_recorded_at_id",
                table: "template_versions",
                columns: new[] { "kind", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_template_versions_kind_number",
                table: "template_versions",
                columns: new[] { "kind", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "after_readings");

            migrationBuilder.DropTable(
                name: "attachment_files");

            migrationBuilder.DropTable(
                name: "condition_entries");

            migrationBuilder.DropTable(
                name: "confidential_reads");

            migrationBuilder.DropTable(
                name: "correction_entries");

            migrationBuilder.DropTable(
                name: "deputies");

            migrationBuilder.DropTable(
                name: "draft_autosaves");

            migrationBuilder.DropTable(
                name: "effect_measurements");

            migrationBuilder.DropTable(
                name: "inquiry_entries");

            migrationBuilder.DropTable(
                name: "proposal_counters");

            migrationBuilder.DropTable(
                name: "proposal_transitions");

            migrationBuilder.DropTable(
                name: "review_entries");

            migrationBuilder.DropTable(
                name: "submissions");

            migrationBuilder.DropTable(
                name: "template_versions");

            migrationBuilder.DropTable(
                name: "attachments");

            migrationBuilder.DropTable(
                name: "conditions");

            migrationBuilder.DropTable(
                name: "corrections");

            migrationBuilder.DropTable(
                name: "effect_checks");

            migrationBuilder.DropTable(
                name: "inquiries");

            migrationBuilder.DropTable(
                name: "proposals");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "threshold_entries");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "threshold_entries");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "system_unit_revisions");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "system_unit_revisions");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "step_reports");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "step_reports");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "signal_overrides");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "signal_overrides");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "risk_ratings");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "risk_ratings");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "report_publications");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "report_publications");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "published_rates");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "published_rates");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "plan_transitions");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "plan_transitions");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "operation_states");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "operation_states");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "operation_revisions");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "operation_revisions");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "milestone_reports");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "milestone_reports");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "deadline_entries");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "deadline_entries");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "confirmations");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "confirmations");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "baseline_entries");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "baseline_entries");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "on_behalf_of_id",
                table: "audit_entries");
        }
    }
}
