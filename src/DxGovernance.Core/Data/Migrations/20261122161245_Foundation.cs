using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Foundation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    subject = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    subject_label = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: true),
                    changes = table.Column<string>(type: "jsonb", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "departments",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    parent_id = table.Column<int>(type: "integer", nullable: true),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_departments", x => x.id);
                    table.CheckConstraint("ck_departments_kind", "kind in ('Division', 'Section')");
                    table.CheckConstraint("ck_departments_period", "valid_to is null or valid_to >= valid_from");
                    table.ForeignKey(
                        name: "fk_departments_parent_id",
                        column: x => x.parent_id,
                        principalTable: "departments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "holidays",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holidays", x => x.day);
                });

            migrationBuilder.CreateTable(
                name: "job_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    job_key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    started_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    result = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_clock",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_clock", x => x.id);
                    table.CheckConstraint("ck_ledger_clock_single", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "migration_steps",
                columns: table => new
                {
                    number = table.Column<int>(type: "integer", nullable: false),
                    branch = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    group_title = table.Column<string>(type: "text", nullable: false),
                    phase = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_migration_steps", x => x.number);
                    table.CheckConstraint("ck_migration_steps_number", "number between 1 and 40");
                });

            migrationBuilder.CreateTable(
                name: "milestone_templates",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    order = table.Column<int>(type: "integer", nullable: false),
                    lead_days = table.Column<int>(type: "integer", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_milestone_templates", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "monthly_rounds",
                columns: table => new
                {
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    opens_on = table.Column<DateOnly>(type: "date", nullable: false),
                    remind_on = table.Column<DateOnly>(type: "date", nullable: false),
                    escalate_on = table.Column<DateOnly>(type: "date", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reminded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    escalated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monthly_rounds", x => x.month);
                    table.CheckConstraint("ck_monthly_rounds_month", "extract(day from month) = 1");
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    account = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    is_demo = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "report_requests",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    operation_numbers = table.Column<int[]>(type: "integer[]", nullable: false),
                    requested_by_id = table.Column<int>(type: "integer", nullable: true),
                    requested_by = table.Column<string>(type: "text", nullable: false),
                    requested_title = table.Column<string>(type: "text", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    progress = table.Column<string>(type: "text", nullable: false),
                    percent = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "text", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    file_name = table.Column<string>(type: "text", nullable: true),
                    sha256 = table.Column<string>(type: "text", nullable: true),
                    size_in_bytes = table.Column<int>(type: "integer", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_requests", x => x.id);
                    table.CheckConstraint("ck_report_requests_kind", "kind in ('Council', 'NationalTransfer')");
                    table.CheckConstraint("ck_report_requests_status", "status in ('Waiting', 'Running', 'Done', 'Failed')");
                });

            migrationBuilder.CreateTable(
                name: "threshold_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    key = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    value = table.Column<int>(type: "integer", nullable: false),
                    is_provisional = table.Column<bool>(type: "boolean", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_threshold_entries", x => x.id);
                    table.CheckConstraint("ck_threshold_entries_key", "key in ('MarginYellowDays', 'SlipYellowDays', 'SlipRedDays', 'RiskYellowScore', 'RiskRedScore', 'AgeYellowDays', 'AgeRedDays', 'UnchangedMonths')");
                });

            migrationBuilder.CreateTable(
                name: "operations",
                columns: table => new
                {
                    number = table.Column<int>(type: "integer", nullable: false),
                    steps_completed = table.Column<int>(type: "integer", nullable: false),
                    steps_in_progress = table.Column<int>(type: "integer", nullable: false),
                    steps_not_applicable = table.Column<int>(type: "integer", nullable: false),
                    published_rate = table.Column<decimal>(type: "numeric(7,4)", precision: 7, scale: 4, nullable: true),
                    published_as_of = table.Column<DateOnly>(type: "date", nullable: true),
                    go_live_original = table.Column<DateOnly>(type: "date", nullable: true),
                    go_live_baseline = table.Column<DateOnly>(type: "date", nullable: true),
                    go_live_forecast = table.Column<DateOnly>(type: "date", nullable: true),
                    go_live_actual = table.Column<DateOnly>(type: "date", nullable: true),
                    baseline_number = table.Column<int>(type: "integer", nullable: false),
                    steps_confirmed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    forecasts_confirmed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    risks_confirmed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    last_changed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    mic_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    mic_order = table.Column<int>(type: "integer", nullable: false),
                    digital_agency_order = table.Column<int>(type: "integer", nullable: false),
                    ministry = table.Column<string>(type: "text", nullable: false),
                    data_requirement_ids = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    aliases = table.Column<string>(type: "text", nullable: false),
                    legal_basis = table.Column<string>(type: "text", nullable: false),
                    specification_version = table.Column<string>(type: "text", nullable: false),
                    specification_date = table.Column<string>(type: "text", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: true),
                    department_name = table.Column<string>(type: "text", nullable: true),
                    stage = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    is_special_transition = table.Column<bool>(type: "boolean", nullable: false),
                    transition_reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    live_on = table.Column<DateOnly>(type: "date", nullable: true),
                    city_deadline = table.Column<DateOnly>(type: "date", nullable: true),
                    nation_deadline = table.Column<DateOnly>(type: "date", nullable: true),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    open_risks = table.Column<int>(type: "integer", nullable: false),
                    max_risk_score = table.Column<int>(type: "integer", nullable: false),
                    override_signal = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    override_computed_then = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    override_reason = table.Column<string>(type: "text", nullable: true),
                    override_expires_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operations", x => x.number);
                    table.CheckConstraint("ck_operations_override_computed_then", "override_computed_then in ('Green', 'Yellow', 'Red')");
                    table.CheckConstraint("ck_operations_override_signal", "override_signal in ('Green', 'Yellow', 'Red')");
                    table.CheckConstraint("ck_operations_stage", "stage in ('Migrating', 'Live')");
                    table.CheckConstraint("ck_operations_transition_reason", "transition_reason in ('Mainframe', 'CustomBuilt', 'NoSuccessor', 'VendorCapacity')");
                    table.ForeignKey(
                        name: "fk_operations_department_id",
                        column: x => x.department_id,
                        principalTable: "departments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    key = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    person_id = table.Column<int>(type: "integer", nullable: false),
                    subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    link = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notifications", x => x.id);
                    table.ForeignKey(
                        name: "fk_notifications_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "role_assignment",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    person_id = table.Column<int>(type: "integer", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_role_assignment", x => x.id);
                    table.CheckConstraint("ck_role_assignment_role", "role in ('DepartmentStaff', 'DepartmentHead', 'DxTeam', 'PmoOffice', 'PmoMember', 'Cio', 'Council', 'Auditor', 'Administrator')");
                    table.CheckConstraint("ck_role_assignments_period", "valid_to is null or valid_to >= valid_from");
                    table.ForeignKey(
                        name: "fk_role_assignment_department_id",
                        column: x => x.department_id,
                        principalTable: "departments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_role_assignment_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "report_files",
                columns: table => new
                {
                    request_id = table.Column<int>(type: "integer", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_files", x => x.request_id);
                    table.ForeignKey(
                        name: "fk_report_files_request_id",
                        column: x => x.request_id,
                        principalTable: "report_requests",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "report_publications",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    request_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    recorded_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_publications", x => x.id);
                    table.CheckConstraint("ck_report_publications_kind", "kind in ('Council', 'NationalTransfer')");
                    table.ForeignKey(
                        name: "fk_report_publications_request_id",
                        column: x => x.request_id,
                        principalTable: "report_requests",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "confirmations",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    aspect = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_confirmations", x => x.id);
                    table.CheckConstraint("ck_confirmations_aspect", "aspect in ('Steps', 'Forecasts', 'Risks')");
                    table.CheckConstraint("ck_confirmations_kind", "kind in ('Updated', 'NoChange')");
                    table.ForeignKey(
                        name: "fk_confirmations_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deadline_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deadline_entries", x => x.id);
                    table.CheckConstraint("ck_deadline_entries_kind", "kind in ('City', 'Nation')");
                    table.ForeignKey(
                        name: "fk_deadline_entries_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "milestones",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    order = table.Column<int>(type: "integer", nullable: false),
                    original_on = table.Column<DateOnly>(type: "date", nullable: true),
                    baseline_on = table.Column<DateOnly>(type: "date", nullable: true),
                    forecast_on = table.Column<DateOnly>(type: "date", nullable: true),
                    actual_on = table.Column<DateOnly>(type: "date", nullable: true),
                    cause = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    cause_owner = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    explanation = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    reported_as_of = table.Column<DateOnly>(type: "date", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_milestones", x => x.id);
                    table.CheckConstraint("ck_milestones_cause", "cause in ('VendorCapacity', 'NationalSpecification', 'InternalCoordination', 'DataQuality', 'Counterpart', 'BudgetOrContract', 'Other')");
                    table.CheckConstraint("ck_milestones_cause_owner", "cause_owner in ('City', 'Vendor', 'Nation', 'ThirdParty')");
                    table.ForeignKey(
                        name: "fk_milestones_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "operation_revisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    aliases = table.Column<string>(type: "text", nullable: false),
                    legal_basis = table.Column<string>(type: "text", nullable: false),
                    specification_version = table.Column<string>(type: "text", nullable: false),
                    specification_date = table.Column<string>(type: "text", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: true),
                    department_name = table.Column<string>(type: "text", nullable: true),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operation_revisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_operation_revisions_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "operation_states",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    stage = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    is_special_transition = table.Column<bool>(type: "boolean", nullable: false),
                    transition_reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    live_on = table.Column<DateOnly>(type: "date", nullable: true),
                    source = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operation_states", x => x.id);
                    table.CheckConstraint("ck_operation_states_stage", "stage in ('Migrating', 'Live')");
                    table.CheckConstraint("ck_operation_states_transition_reason", "transition_reason in ('Mainframe', 'CustomBuilt', 'NoSuccessor', 'VendorCapacity')");
                    table.ForeignKey(
                        name: "fk_operation_states_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "operation_steps",
                columns: table => new
                {
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    step_number = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    planned_on = table.Column<DateOnly>(type: "date", nullable: true),
                    assignee = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    evidence = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    memo = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    reported_as_of = table.Column<DateOnly>(type: "date", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operation_steps", x => new { x.operation_number, x.step_number });
                    table.CheckConstraint("ck_operation_steps_status", "status in ('NotStarted', 'InProgress', 'Completed', 'NotApplicable')");
                    table.ForeignKey(
                        name: "fk_operation_steps_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_operation_steps_step_number",
                        column: x => x.step_number,
                        principalTable: "migration_steps",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "plans",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    justification = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    cause = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    author_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans", x => x.id);
                    table.CheckConstraint("ck_plans_cause", "cause in ('VendorCapacity', 'NationalSpecification', 'InternalCoordination', 'DataQuality', 'Counterpart', 'BudgetOrContract', 'Other')");
                    table.CheckConstraint("ck_plans_kind", "kind in ('Initial', 'Rebaseline')");
                    table.CheckConstraint("ck_plans_status", "status in ('Draft', 'Checking', 'RebaselineDraft', 'RebaselineChecking', 'Deciding', 'Frozen', 'Rejected', 'Withdrawn')");
                    table.ForeignKey(
                        name: "fk_plans_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "published_rates",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    rate = table.Column<decimal>(type: "numeric(7,4)", precision: 7, scale: 4, nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_rates", x => x.id);
                    table.ForeignKey(
                        name: "fk_published_rates_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "risks",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    description = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    is_open = table.Column<bool>(type: "boolean", nullable: false),
                    likelihood = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    impact = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    score = table.Column<int>(type: "integer", nullable: false),
                    response = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    response_note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    owner = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    rated_as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_risks", x => x.id);
                    table.CheckConstraint("ck_risks_impact", "impact in ('Low', 'Medium', 'High')");
                    table.CheckConstraint("ck_risks_kind", "kind in ('Risk', 'Issue')");
                    table.CheckConstraint("ck_risks_likelihood", "likelihood in ('Low', 'Medium', 'High')");
                    table.CheckConstraint("ck_risks_response", "response in ('Avoid', 'Reduce', 'Transfer', 'Accept')");
                    table.ForeignKey(
                        name: "fk_risks_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "round_items",
                columns: table => new
                {
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: true),
                    department_name = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_round_items", x => new { x.month, x.operation_number });
                    table.ForeignKey(
                        name: "fk_round_items_month",
                        column: x => x.month,
                        principalTable: "monthly_rounds",
                        principalColumn: "month",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_round_items_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "signal_overrides",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    signal = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    computed_then = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    expires_on = table.Column<DateOnly>(type: "date", nullable: true),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signal_overrides", x => x.id);
                    table.CheckConstraint("ck_signal_overrides_computed_then", "computed_then in ('Green', 'Yellow', 'Red')");
                    table.CheckConstraint("ck_signal_overrides_signal", "signal in ('Green', 'Yellow', 'Red')");
                    table.ForeignKey(
                        name: "fk_signal_overrides_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "step_reports",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    step_number = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    planned_on = table.Column<DateOnly>(type: "date", nullable: true),
                    assignee = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    evidence = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    memo = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_step_reports", x => x.id);
                    table.CheckConstraint("ck_step_reports_status", "status in ('NotStarted', 'InProgress', 'Completed', 'NotApplicable')");
                    table.ForeignKey(
                        name: "fk_step_reports_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "system_units",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    vendor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    package = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    cloud_provider = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    network_zone = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    contract_from = table.Column<DateOnly>(type: "date", nullable: true),
                    contract_to = table.Column<DateOnly>(type: "date", nullable: true),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    is_retired = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_system_units", x => x.id);
                    table.ForeignKey(
                        name: "fk_system_units_operation_number",
                        column: x => x.operation_number,
                        principalTable: "operations",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "baseline_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    milestone_id = table.Column<int>(type: "integer", nullable: false),
                    baseline_number = table.Column<int>(type: "integer", nullable: false),
                    planned_on = table.Column<DateOnly>(type: "date", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_baseline_entries", x => x.id);
                    table.ForeignKey(
                        name: "fk_baseline_entries_milestone_id",
                        column: x => x.milestone_id,
                        principalTable: "milestones",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "milestone_reports",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    milestone_id = table.Column<int>(type: "integer", nullable: false),
                    forecast_on = table.Column<DateOnly>(type: "date", nullable: true),
                    actual_on = table.Column<DateOnly>(type: "date", nullable: true),
                    cause = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    cause_owner = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_milestone_reports", x => x.id);
                    table.CheckConstraint("ck_milestone_reports_cause", "cause in ('VendorCapacity', 'NationalSpecification', 'InternalCoordination', 'DataQuality', 'Counterpart', 'BudgetOrContract', 'Other')");
                    table.CheckConstraint("ck_milestone_reports_cause_owner", "cause_owner in ('City', 'Vendor', 'Nation', 'ThirdParty')");
                    table.ForeignKey(
                        name: "fk_milestone_reports_milestone_id",
                        column: x => x.milestone_id,
                        principalTable: "milestones",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "plan_line",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    plan_id = table.Column<int>(type: "integer", nullable: false),
                    milestone_id = table.Column<int>(type: "integer", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_line", x => x.id);
                    table.ForeignKey(
                        name: "fk_plan_line_milestone_id",
                        column: x => x.milestone_id,
                        principalTable: "milestones",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_plan_line_plan_id",
                        column: x => x.plan_id,
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "plan_transitions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    plan_id = table.Column<int>(type: "integer", nullable: false),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    from_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    action = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    to_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_transitions", x => x.id);
                    table.CheckConstraint("ck_plan_transitions_action", "action in ('Submit', 'Return', 'Freeze', 'Forward', 'Approve', 'Reject', 'Withdraw')");
                    table.CheckConstraint("ck_plan_transitions_from_status", "from_status in ('Draft', 'Checking', 'RebaselineDraft', 'RebaselineChecking', 'Deciding', 'Frozen', 'Rejected', 'Withdrawn')");
                    table.CheckConstraint("ck_plan_transitions_to_status", "to_status in ('Draft', 'Checking', 'RebaselineDraft', 'RebaselineChecking', 'Deciding', 'Frozen', 'Rejected', 'Withdrawn')");
                    table.ForeignKey(
                        name: "fk_plan_transitions_plan_id",
                        column: x => x.plan_id,
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "risk_ratings",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    risk_id = table.Column<int>(type: "integer", nullable: false),
                    is_open = table.Column<bool>(type: "boolean", nullable: false),
                    likelihood = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    impact = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    score = table.Column<int>(type: "integer", nullable: false),
                    response = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    response_note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    owner = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_risk_ratings", x => x.id);
                    table.CheckConstraint("ck_risk_ratings_impact", "impact in ('Low', 'Medium', 'High')");
                    table.CheckConstraint("ck_risk_ratings_likelihood", "likelihood in ('Low', 'Medium', 'High')");
                    table.CheckConstraint("ck_risk_ratings_response", "response in ('Avoid', 'Reduce', 'Transfer', 'Accept')");
                    table.ForeignKey(
                        name: "fk_risk_ratings_risk_id",
                        column: x => x.risk_id,
                        principalTable: "risks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "system_unit_revisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    operation_number = table.Column<int>(type: "integer", nullable: false),
                    system_unit_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    vendor = table.Column<string>(type: "text", nullable: true),
                    package = table.Column<string>(type: "text", nullable: true),
                    cloud_provider = table.Column<string>(type: "text", nullable: true),
                    network_zone = table.Column<string>(type: "text", nullable: true),
                    contract_from = table.Column<DateOnly>(type: "date", nullable: true),
                    contract_to = table.Column<DateOnly>(type: "date", nullable: true),
                    note = table.Column<string>(type: "text", nullable: true),
                    is_retired = table.Column<bool>(type: "boolean", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by_id = table.Column<int>(type: "integer", nullable: true),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_title = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_system_unit_revisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_system_unit_revisions_system_unit_id",
                        column: x => x.system_unit_id,
                        principalTable: "system_units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "ledger_clock",
                columns: new[] { "id", "recorded_at" },
                values: new object[] { 1, new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)) });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_recorded_at",
                table: "audit_entries",
                column: "recorded_at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_subject_recorded_at",
                table: "audit_entries",
                columns: new[] { "subject", "recorded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_baseline_entries_milestone_id_as_of_recorded_at_id",
                table: "baseline_entries",
                columns: new[] { "milestone_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_baseline_entries_milestone_id_baseline_number",
                table: "baseline_entries",
                columns: new[] { "milestone_id", "baseline_number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_confirmations_operation_number_aspect_as_of_recorded_at_id",
                table: "confirmations",
                columns: new[] { "operation_number", "aspect", "as_of", "recorded_at", "id" },
                descending: new[] { false, false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_deadline_entries_operation_number_kind_as_of_recorded_at_id",
                table: "deadline_entries",
                columns: new[] { "operation_number", "kind", "as_of", "recorded_at", "id" },
                descending: new[] { false, false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_departments_code",
                table: "departments",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_departments_parent_id",
                table: "departments",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ix_job_runs_job_key_started_at",
                table: "job_runs",
                columns: new[] { "job_key", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_milestone_reports_milestone_id_as_of_recorded_at_id",
                table: "milestone_reports",
                columns: new[] { "milestone_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_milestone_reports_operation_number_recorded_at",
                table: "milestone_reports",
                columns: new[] { "operation_number", "recorded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_milestones_operation_number_code",
                table: "milestones",
                columns: new[] { "operation_number", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notifications_person_id_key",
                table: "notifications",
                columns: new[] { "person_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notifications_person_id_read_at",
                table: "notifications",
                columns: new[] { "person_id", "read_at" });

            migrationBuilder.CreateIndex(
                name: "ix_operation_revisions_operation_number_as_of_recorded_at_id",
                table: "operation_revisions",
                columns: new[] { "operation_number", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_operation_states_operation_number_as_of_recorded_at_id",
                table: "operation_states",
                columns: new[] { "operation_number", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_operation_steps_step_number",
                table: "operation_steps",
                column: "step_number");

            migrationBuilder.CreateIndex(
                name: "ix_operations_department_id",
                table: "operations",
                column: "department_id");

            migrationBuilder.CreateIndex(
                name: "ix_operations_go_live_forecast",
                table: "operations",
                column: "go_live_forecast");

            migrationBuilder.CreateIndex(
                name: "ix_operations_mic_order",
                table: "operations",
                column: "mic_order");

            migrationBuilder.CreateIndex(
                name: "ix_people_account",
                table: "people",
                column: "account",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plan_line_milestone_id",
                table: "plan_line",
                column: "milestone_id");

            migrationBuilder.CreateIndex(
                name: "ix_plan_line_plan_id",
                table: "plan_line",
                column: "plan_id");

            migrationBuilder.CreateIndex(
                name: "ix_plan_transitions_operation_number_recorded_at",
                table: "plan_transitions",
                columns: new[] { "operation_number", "recorded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_plan_transitions_plan_id_as_of_recorded_at_id",
                table: "plan_transitions",
                columns: new[] { "plan_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ux_plans_one_open",
                table: "plans",
                column: "operation_number",
                unique: true,
                filter: "status not in ('Frozen', 'Rejected', 'Withdrawn')");

            migrationBuilder.CreateIndex(
                name: "ix_published_rates_operation_number_as_of_recorded_at_id",
                table: "published_rates",
                columns: new[] { "operation_number", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_report_publications_kind_as_of_recorded_at_id",
                table: "report_publications",
                columns: new[] { "kind", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_report_publications_request_id",
                table: "report_publications",
                column: "request_id");

            migrationBuilder.CreateIndex(
                name: "ix_report_requests_requested_at",
                table: "report_requests",
                column: "requested_at");

            migrationBuilder.CreateIndex(
                name: "ix_report_requests_status",
                table: "report_requests",
                column: "status");

            migrationBuilder.CreateIndex(
                name: "ix_risk_ratings_operation_number_recorded_at",
                table: "risk_ratings",
                columns: new[] { "operation_number", "recorded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_risk_ratings_risk_id_as_of_recorded_at_id",
                table: "risk_ratings",
                columns: new[] { "risk_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_risks_is_open_score",
                table: "risks",
                columns: new[] { "is_open", "score" });

            migrationBuilder.CreateIndex(
                name: "ix_risks_operation_number",
                table: "risks",
                column: "operation_number");

            migrationBuilder.CreateIndex(
                name: "ix_role_assignment_department_id",
                table: "role_assignment",
                column: "department_id");

            migrationBuilder.CreateIndex(
                name: "ix_role_assignment_person_id",
                table: "role_assignment",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_round_items_department_id",
                table: "round_items",
                column: "department_id");

            migrationBuilder.CreateIndex(
                name: "ix_round_items_operation_number",
                table: "round_items",
                column: "operation_number");

            migrationBuilder.CreateIndex(
                name: "ix_signal_overrides_operation_number_as_of_recorded_at_id",
                table: "signal_overrides",
                columns: new[] { "operation_number", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_step_reports_operation_number_step_number_as_of_recorded_at_",
                table: "step_reports",
                columns: new[] { "operation_number", "step_number", "as_of", "recorded_at", "id" },
                descending: new[] { false, false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_system_unit_revisions_operation_number_recorded_at",
                table: "system_unit_revisions",
                columns: new[] { "operation_number", "recorded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_system_unit_revisions_system_unit_id_as_of_recorded_at_id",
                table: "system_unit_revisions",
                columns: new[] { "system_unit_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_system_units_operation_number",
                table: "system_units",
                column: "operation_number");

            migrationBuilder.CreateIndex(
                name: "ix_threshold_entries_key_as_of_recorded_at_id",
                table: "threshold_entries",
                columns: new[] { "key", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "baseline_entries");

            migrationBuilder.DropTable(
                name: "confirmations");

            migrationBuilder.DropTable(
                name: "deadline_entries");

            migrationBuilder.DropTable(
                name: "holidays");

            migrationBuilder.DropTable(
                name: "job_runs");

            migrationBuilder.DropTable(
                name: "ledger_clock");

            migrationBuilder.DropTable(
                name: "milestone_reports");

            migrationBuilder.DropTable(
                name: "milestone_templates");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "operation_revisions");

            migrationBuilder.DropTable(
                name: "operation_states");

            migrationBuilder.DropTable(
                name: "operation_steps");

            migrationBuilder.DropTable(
                name: "plan_line");

            migrationBuilder.DropTable(
                name: "plan_transitions");

            migrationBuilder.DropTable(
                name: "published_rates");

            migrationBuilder.DropTable(
                name: "report_files");

            migrationBuilder.DropTable(
                name: "report_publications");

            migrationBuilder.DropTable(
                name: "risk_ratings");

            migrationBuilder.DropTable(
                name: "role_assignment");

            migrationBuilder.DropTable(
                name: "round_items");

            migrationBuilder.DropTable(
                name: "signal_overrides");

            migrationBuilder.DropTable(
                name: "step_reports");

            migrationBuilder.DropTable(
                name: "system_unit_revisions");

            migrationBuilder.DropTable(
                name: "threshold_entries");

            migrationBuilder.DropTable(
                name: "migration_steps");

            migrationBuilder.DropTable(
                name: "milestones");

            migrationBuilder.DropTable(
                name: "plans");

            migrationBuilder.DropTable(
                name: "report_requests");

            migrationBuilder.DropTable(
                name: "risks");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "monthly_rounds");

            migrationBuilder.DropTable(
                name: "system_units");

            migrationBuilder.DropTable(
                name: "operations");

            migrationBuilder.DropTable(
                name: "departments");
        }
    }
}
