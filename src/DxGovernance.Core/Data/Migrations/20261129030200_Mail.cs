using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Mail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals");

            migrationBuilder.AddColumn<string>(
                name: "mail_address",
                table: "people",
                type: "character varying(254)",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mail_delivery",
                table: "people",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "AtOnce");

            migrationBuilder.AddColumn<int>(
                name: "mail_hour",
                table: "people",
                type: "integer",
                nullable: false,
                defaultValue: 9);

            migrationBuilder.AddColumn<uint>(
                name: "xmin",
                table: "people",
                type: "xid",
                rowVersion: true,
                nullable: false,
                defaultValue: 0u);

            migrationBuilder.AddColumn<long>(
                name: "mail_id",
                table: "notifications",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "mail_settled_at",
                table: "notifications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mail_relays",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    error = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    retry_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reached_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mail_relays", x => x.id);
                    table.CheckConstraint("ck_mail_relays_one", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "mails",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    person_id = table.Column<int>(type: "integer", nullable: false),
                    message_id = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    tried_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    address = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    answer = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mails", x => x.id);
                    table.CheckConstraint("ck_mails_kind", "kind in ('Notices', 'Test')");
                    table.CheckConstraint("ck_mails_state", "state in ('Waiting', 'Sending', 'HandedOver', 'Sent', 'Uncertain', 'Parked', 'Dropped')");
                    table.ForeignKey(
                        name: "fk_mails_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "mail_relays",
                columns: new[] { "id", "error", "failed_at", "failures", "reached_at", "retry_at" },
                values: new object[] { 1, null, null, 0, null, null });

            migrationBuilder.AddCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals",
                sql: "turn in ('SeeHome', 'SeeOperations', 'SeeAllOperations', 'SeeDashboard', 'ReportProgress', 'EditOperation', 'PreparePlan', 'CheckPlan', 'DecideRebaseline', 'OverrideColour', 'FollowRound', 'SeeReports', 'RequestReport', 'PublishReport', 'SeePublishedReports', 'ImportPublishedRates', 'EditThresholds', 'SeeAudit', 'ManageJobs', 'SeeOrganization', 'SeeProposals', 'SeeAllProposals', 'WriteProposal', 'ConfirmProposal', 'ReceiveProposal', 'ReviewProposal', 'DecideLightProposal', 'DecideProposal', 'RecordCouncilJudgement', 'CorrectProposal', 'EditTemplates', 'AppointDeputy', 'ManageDeputies', 'ManageRoles', 'SeePolicy', 'ReportInitiative', 'EditPolicy', 'SeeRunningCosts', 'EnterRunningCosts', 'ConfirmRunningCosts', 'ManageMail', 'ManageSignIn')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_people_mail_delivery",
                table: "people",
                sql: "mail_delivery in ('AtOnce', 'Daily', 'None')");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_mail_id",
                table: "notifications",
                column: "mail_id");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_person_id",
                table: "notifications",
                column: "person_id",
                filter: "mail_settled_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_mails_message_id",
                table: "mails",
                column: "message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_mails_person_id",
                table: "mails",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_mails_sent_at",
                table: "mails",
                column: "sent_at");

            migrationBuilder.CreateIndex(
                name: "ix_mails_state_due_at",
                table: "mails",
                columns: new[] { "state", "due_at" });

            migrationBuilder.AddForeignKey(
                name: "fk_notifications_mail_id",
                table: "notifications",
                column: "mail_id",
                principalTable: "mails",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_notifications_mail_id",
                table: "notifications");

            migrationBuilder.DropTable(
                name: "mail_relays");

            migrationBuilder.DropTable(
                name: "mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals");

            migrationBuilder.DropCheckConstraint(
                name: "ck_people_mail_delivery",
                table: "people");

            migrationBuilder.DropIndex(
                name: "ix_notifications_mail_id",
                table: "notifications");

            migrationBuilder.DropIndex(
                name: "ix_notifications_person_id",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "mail_address",
                table: "people");

            migrationBuilder.DropColumn(
                name: "mail_delivery",
                table: "people");

            migrationBuilder.DropColumn(
                name: "mail_hour",
                table: "people");

            migrationBuilder.DropColumn(
                name: "xmin",
                table: "people");

            migrationBuilder.DropColumn(
                name: "mail_id",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "mail_settled_at",
                table: "notifications");

            migrationBuilder.AddCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals",
                sql: "turn in ('SeeHome', 'SeeOperations', 'SeeAllOperations', 'SeeDashboard', 'ReportProgress', 'EditOperation', 'PreparePlan', 'CheckPlan', 'DecideRebaseline', 'OverrideColour', 'FollowRound', 'SeeReports', 'RequestReport', 'PublishReport', 'SeePublishedReports', 'ImportPublishedRates', 'EditThresholds', 'SeeAudit', 'ManageJobs', 'SeeOrganization', 'SeeProposals', 'SeeAllProposals', 'WriteProposal', 'ConfirmProposal', 'ReceiveProposal', 'ReviewProposal', 'DecideLightProposal', 'DecideProposal', 'RecordCouncilJudgement', 'CorrectProposal', 'EditTemplates', 'AppointDeputy', 'ManageDeputies', 'ManageRoles')");
        }
    }
}
