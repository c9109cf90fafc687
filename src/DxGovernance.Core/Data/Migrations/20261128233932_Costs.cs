using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Costs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_template_versions_kind",
                table: "template_versions");

            migrationBuilder.AddColumn<long>(
                name: "actual_cost",
                table: "proposals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "assessed_cost",
                table: "proposals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "contracted_cost",
                table: "proposals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "cost_line_count",
                table: "proposals",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "costs_reviewed",
                table: "proposals",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "decided_cost",
                table: "proposals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "draft_cost",
                table: "proposals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "has_open_costs",
                table: "proposals",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "requested_cost",
                table: "proposals",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "unassessed_cost",
                table: "proposals",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "amount_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    fiscal_year = table.Column<int>(type: "integer", nullable: false),
                    stage = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: true),
                    basis = table.Column<long>(type: "bigint", nullable: true),
                    cut_reason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    evidence = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    submission_number = table.Column<int>(type: "integer", nullable: false),
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
                    table.PrimaryKey("pk_amount_entries", x => x.id);
                    table.CheckConstraint("ck_amount_entries_amount", "amount between 0 and 9999999999999");
                    table.CheckConstraint("ck_amount_entries_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.CheckConstraint("ck_amount_entries_stage", "stage in ('Requested', 'Assessed', 'Decided', 'Contracted', 'Actual')");
                    table.CheckConstraint("ck_amount_entries_year", "fiscal_year between 2018 and 2060");
                    table.ForeignKey(
                        name: "fk_amount_entries_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "cost_assessments",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    verdict = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    cut_reason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    submission_number = table.Column<int>(type: "integer", nullable: false),
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
                    table.PrimaryKey("pk_cost_assessments", x => x.id);
                    table.CheckConstraint("ck_cost_assessments_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.CheckConstraint("ck_cost_assessments_verdict", "verdict in ('Adequate', 'NeedsExplanation', 'Reduced', 'Excluded')");
                    table.ForeignKey(
                        name: "fk_cost_assessments_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "cost_check_answers",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    line = table.Column<int>(type: "integer", nullable: true),
                    sentence = table.Column<string>(type: "text", nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    answer = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    table_version = table.Column<int>(type: "integer", nullable: false),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    submission_number = table.Column<int>(type: "integer", nullable: false),
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
                    table.PrimaryKey("pk_cost_check_answers", x => x.id);
                    table.CheckConstraint("ck_cost_check_answers_answer", "answer in ('Suitable', 'NeedsWork', 'NotApplicable')");
                    table.CheckConstraint("ck_cost_check_answers_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.ForeignKey(
                        name: "fk_cost_check_answers_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "cost_line_revisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    is_removed = table.Column<bool>(type: "boolean", nullable: false),
                    terms = table.Column<string>(type: "jsonb", nullable: false),
                    category = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    item = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    section = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    funding = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    unit_price = table.Column<decimal>(type: "numeric", nullable: true),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    submission_number = table.Column<int>(type: "integer", nullable: false),
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
                    table.PrimaryKey("pk_cost_line_revisions", x => x.id);
                    table.CheckConstraint("ck_cost_line_revisions_category", "category in ('Initial', 'Migration', 'Operation', 'Peripheral', 'Variable')");
                    table.CheckConstraint("ck_cost_line_revisions_funding", "funding in ('General', 'National', 'Prefectural', 'Bond', 'Other')");
                    table.CheckConstraint("ck_cost_line_revisions_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.ForeignKey(
                        name: "fk_cost_line_revisions_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "cost_reviews",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    requested = table.Column<long>(type: "bigint", nullable: false),
                    assessed = table.Column<long>(type: "bigint", nullable: false),
                    answered_checks = table.Column<int>(type: "integer", nullable: false),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    submission_number = table.Column<int>(type: "integer", nullable: false),
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
                    table.PrimaryKey("pk_cost_reviews", x => x.id);
                    table.CheckConstraint("ck_cost_reviews_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.ForeignKey(
                        name: "fk_cost_reviews_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "cost_sheets",
                columns: table => new
                {
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    draft = table.Column<string>(type: "jsonb", nullable: false),
                    draft_saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_line = table.Column<int>(type: "integer", nullable: false),
                    standing = table.Column<string>(type: "jsonb", nullable: false),
                    approved = table.Column<string>(type: "jsonb", nullable: true),
                    draft_summary = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cost_sheets", x => x.proposal_id);
                    table.ForeignKey(
                        name: "fk_cost_sheets_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "quotes",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "jsonb", nullable: false),
                    is_removed = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quotes", x => x.id);
                    table.ForeignKey(
                        name: "fk_quotes_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "quote_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    quote_id = table.Column<int>(type: "integer", nullable: false),
                    proposal_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "jsonb", nullable: false),
                    is_removed = table.Column<bool>(type: "boolean", nullable: false),
                    gate = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
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
                    table.PrimaryKey("pk_quote_entries", x => x.id);
                    table.CheckConstraint("ck_quote_entries_gate", "gate in ('Consultation', 'Budget', 'Procurement', 'Contract', 'Change', 'GoLive', 'PostEvaluation', 'OperationEvaluation')");
                    table.ForeignKey(
                        name: "fk_quote_entries_quote_id",
                        column: x => x.quote_id,
                        principalTable: "quotes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_template_versions_kind",
                table: "template_versions",
                sql: "kind in ('GateTable', 'RouteRules', 'Checklist', 'DecisionCategories', 'ChangeRules', 'EffectTerms', 'FollowUps', 'CostItems', 'BudgetSections', 'CutReasons', 'CostChecks', 'CostSettings')");

            migrationBuilder.CreateIndex(
                name: "ix_amount_entries_proposal_id_line_fiscal_year_stage_as_of_reco",
                table: "amount_entries",
                columns: new[] { "proposal_id", "line", "fiscal_year", "stage", "as_of", "recorded_at", "id" },
                descending: new[] { false, false, false, false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_cost_assessments_proposal_id_line_as_of_recorded_at_id",
                table: "cost_assessments",
                columns: new[] { "proposal_id", "line", "as_of", "recorded_at", "id" },
                descending: new[] { false, false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_cost_check_answers_proposal_id_fingerprint_as_of_recorded_at",
                table: "cost_check_answers",
                columns: new[] { "proposal_id", "fingerprint", "as_of", "recorded_at", "id" },
                descending: new[] { false, false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_cost_line_revisions_item_unit_price",
                table: "cost_line_revisions",
                columns: new[] { "item", "unit_price" });

            migrationBuilder.CreateIndex(
                name: "ix_cost_line_revisions_proposal_id_line_as_of_recorded_at_id",
                table: "cost_line_revisions",
                columns: new[] { "proposal_id", "line", "as_of", "recorded_at", "id" },
                descending: new[] { false, false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_cost_reviews_proposal_id_as_of_recorded_at_id",
                table: "cost_reviews",
                columns: new[] { "proposal_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_quote_entries_proposal_id",
                table: "quote_entries",
                column: "proposal_id");

            migrationBuilder.CreateIndex(
                name: "ix_quote_entries_quote_id_as_of_recorded_at_id",
                table: "quote_entries",
                columns: new[] { "quote_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_quotes_proposal_id_number",
                table: "quotes",
                columns: new[] { "proposal_id", "number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "amount_entries");

            migrationBuilder.DropTable(
                name: "cost_assessments");

            migrationBuilder.DropTable(
                name: "cost_check_answers");

            migrationBuilder.DropTable(
                name: "cost_line_revisions");

            migrationBuilder.DropTable(
                name: "cost_reviews");

            migrationBuilder.DropTable(
                name: "cost_sheets");

            migrationBuilder.DropTable(
                name: "quote_entries");

            migrationBuilder.DropTable(
                name: "quotes");

            migrationBuilder.DropCheckConstraint(
                name: "ck_template_versions_kind",
                table: "template_versions");

            migrationBuilder.DropColumn(
                name: "actual_cost",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "assessed_cost",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "contracted_cost",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "cost_line_count",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "costs_reviewed",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "decided_cost",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "draft_cost",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "has_open_costs",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "requested_cost",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "unassessed_cost",
                table: "proposals");

            migrationBuilder.AddCheckConstraint(
                name: "ck_template_versions_kind",
                table: "template_versions",
                sql: "kind in ('GateTable', 'RouteRules', 'Checklist', 'DecisionCategories', 'ChangeRules', 'EffectTerms', 'FollowUps')");
        }
    }
}
