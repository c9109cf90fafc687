using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Transfers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals");

            migrationBuilder.CreateTable(
                name: "transfers",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    effective_on = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    blocked = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    applied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_transfers", x => x.id);
                    table.CheckConstraint("ck_transfers_state", "state in ('Draft', 'Confirmed', 'Applied', 'Undone', 'Withdrawn')");
                });

            migrationBuilder.CreateTable(
                name: "transfer_moves",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    transfer_id = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    account = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    from_role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    from_department_id = table.Column<int>(type: "integer", nullable: true),
                    to_role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    to_department_id = table.Column<int>(type: "integer", nullable: true),
                    to_title = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    ended_was = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_transfer_moves", x => x.id);
                    table.CheckConstraint("ck_transfer_moves_from_role", "from_role in ('DepartmentStaff', 'DepartmentHead', 'DxTeam', 'PmoOffice', 'PmoMember', 'Cio', 'Council', 'Auditor', 'Administrator')");
                    table.CheckConstraint("ck_transfer_moves_something", "from_role is not null or to_role is not null");
                    table.CheckConstraint("ck_transfer_moves_to_role", "to_role in ('DepartmentStaff', 'DepartmentHead', 'DxTeam', 'PmoOffice', 'PmoMember', 'Cio', 'Council', 'Auditor', 'Administrator')");
                    table.ForeignKey(
                        name: "fk_transfer_moves_from_department_id",
                        column: x => x.from_department_id,
                        principalTable: "departments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transfer_moves_to_department_id",
                        column: x => x.to_department_id,
                        principalTable: "departments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transfer_moves_transfer_id",
                        column: x => x.transfer_id,
                        principalTable: "transfers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals",
                sql: "turn in ('SeeHome', 'SeeOperations', 'SeeAllOperations', 'SeeDashboard', 'ReportProgress', 'EditOperation', 'PreparePlan', 'CheckPlan', 'DecideRebaseline', 'OverrideColour', 'FollowRound', 'SeeReports', 'RequestReport', 'PublishReport', 'SeePublishedReports', 'ImportPublishedRates', 'EditThresholds', 'SeeAudit', 'ManageJobs', 'SeeOrganization', 'ManageOrganization', 'SeeProposals', 'SeeAllProposals', 'WriteProposal', 'ConfirmProposal', 'ReceiveProposal', 'ReviewProposal', 'DecideLightProposal', 'DecideProposal', 'RecordCouncilJudgement', 'CorrectProposal', 'EditTemplates', 'AppointDeputy', 'ManageDeputies', 'ManageRoles', 'SeeCouncil', 'PrepareCouncil', 'SeeActionItems', 'ReportActionItem', 'SeePolicy', 'ReportInitiative', 'EditPolicy', 'SeeRunningCosts', 'EnterRunningCosts', 'ConfirmRunningCosts', 'ManageMail', 'ManageSignIn', 'ManageApiKeys', 'SeeSystem', 'SeeRetention', 'ManageRetention', 'ApproveDisposal')");

            migrationBuilder.CreateIndex(
                name: "ix_transfer_moves_from_department_id",
                table: "transfer_moves",
                column: "from_department_id");

            migrationBuilder.CreateIndex(
                name: "ix_transfer_moves_to_department_id",
                table: "transfer_moves",
                column: "to_department_id");

            migrationBuilder.CreateIndex(
                name: "ix_transfer_moves_transfer_id",
                table: "transfer_moves",
                column: "transfer_id");

            migrationBuilder.CreateIndex(
                name: "ix_transfers_effective_on",
                table: "transfers",
                column: "effective_on");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "transfer_moves");

            migrationBuilder.DropTable(
                name: "transfers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals");

            migrationBuilder.AddCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals",
                sql: "turn in ('SeeHome', 'SeeOperations', 'SeeAllOperations', 'SeeDashboard', 'ReportProgress', 'EditOperation', 'PreparePlan', 'CheckPlan', 'DecideRebaseline', 'OverrideColour', 'FollowRound', 'SeeReports', 'RequestReport', 'PublishReport', 'SeePublishedReports', 'ImportPublishedRates', 'EditThresholds', 'SeeAudit', 'ManageJobs', 'SeeOrganization', 'SeeProposals', 'SeeAllProposals', 'WriteProposal', 'ConfirmProposal', 'ReceiveProposal', 'ReviewProposal', 'DecideLightProposal', 'DecideProposal', 'RecordCouncilJudgement', 'CorrectProposal', 'EditTemplates', 'AppointDeputy', 'ManageDeputies', 'ManageRoles', 'SeeCouncil', 'PrepareCouncil', 'SeeActionItems', 'ReportActionItem', 'SeePolicy', 'ReportInitiative', 'EditPolicy', 'SeeRunningCosts', 'EnterRunningCosts', 'ConfirmRunningCosts', 'ManageMail', 'ManageSignIn', 'ManageApiKeys', 'SeeSystem', 'SeeRetention', 'ManageRetention', 'ApproveDisposal')");
        }
    }
}
