using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace DxGovernance.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Council : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_template_versions_kind",
                table: "template_versions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals");

            migrationBuilder.AddColumn<int>(
                name: "agenda_item_id",
                table: "conditions",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "meetings",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    number = table.Column<int>(type: "integer", nullable: false),
                    held_on = table.Column<DateOnly>(type: "date", nullable: false),
                    place = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    form = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    others = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    state_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    pack_version = table.Column<int>(type: "integer", nullable: false),
                    published_pack = table.Column<int>(type: "integer", nullable: true),
                    minutes_version = table.Column<int>(type: "integer", nullable: false),
                    pending_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    recorder_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    agenda_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meetings", x => x.id);
                    table.CheckConstraint("ck_meetings_form", "form in ('InPerson', 'Online', 'InWriting')");
                    table.CheckConstraint("ck_meetings_state", "state in ('Preparing', 'Frozen', 'Distributed', 'Held', 'Judged', 'Published', 'Cancelled')");
                });

            migrationBuilder.CreateTable(
                name: "agenda_items",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    meeting_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    proposal_id = table.Column<int>(type: "integer", nullable: true),
                    operation_number = table.Column<int>(type: "integer", nullable: true),
                    initiative_code = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    asked = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    explanation = table.Column<string>(type: "character varying(1500)", maxLength: 1500, nullable: false),
                    is_removed = table.Column<bool>(type: "boolean", nullable: false),
                    category_code = table.Column<string>(type: "text", nullable: true),
                    category = table.Column<string>(type: "text", nullable: true),
                    judgement_text = table.Column<string>(type: "character varying(700)", maxLength: 700, nullable: false),
                    opinions = table.Column<string>(type: "jsonb", nullable: false),
                    judgements = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agenda_items", x => x.id);
                    table.CheckConstraint("ck_agenda_items_kind", "kind in ('Case', 'Milestone', 'CostComparison', 'Effect', 'Initiative', 'Free')");
                    table.CheckConstraint("ck_agenda_items_subject", "(kind not in ('Case', 'Effect') or proposal_id is not null) and (kind <> 'Milestone' or operation_number is not null) and (kind <> 'Initiative' or initiative_code is not null)");
                    table.ForeignKey(
                        name: "fk_agenda_items_initiative_code",
                        column: x => x.initiative_code,
                        principalTable: "initiatives",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_agenda_items_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_agenda_items_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "attendances",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    meeting_id = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    presence = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    proxy = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendances", x => x.id);
                    table.CheckConstraint("ck_attendances_presence", "presence in ('Present', 'Online', 'Proxy', 'InWriting', 'Absent')");
                    table.ForeignKey(
                        name: "fk_attendances_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "council_documents",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    meeting_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    recorded_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    figures = table.Column<string>(type: "text", nullable: false),
                    figures_sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    chain_sequence = table.Column<long>(type: "bigint", nullable: true),
                    chain_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    file_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    size_in_bytes = table.Column<int>(type: "integer", nullable: false),
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
                    table.PrimaryKey("pk_council_documents", x => x.id);
                    table.CheckConstraint("ck_council_documents_kind", "kind in ('Pack', 'Minutes')");
                    table.ForeignKey(
                        name: "fk_council_documents_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "council_publications",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    meeting_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
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
                    table.PrimaryKey("pk_council_publications", x => x.id);
                    table.CheckConstraint("ck_council_publications_kind", "kind in ('Pack', 'Minutes')");
                    table.ForeignKey(
                        name: "fk_council_publications_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "meeting_revisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    meeting_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    held_on = table.Column<DateOnly>(type: "date", nullable: false),
                    place = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    form = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    others = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
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
                    table.PrimaryKey("pk_meeting_revisions", x => x.id);
                    table.CheckConstraint("ck_meeting_revisions_form", "form in ('InPerson', 'Online', 'InWriting')");
                    table.ForeignKey(
                        name: "fk_meeting_revisions_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "meeting_transitions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    meeting_id = table.Column<int>(type: "integer", nullable: false),
                    from_state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    action = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    to_state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
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
                    table.PrimaryKey("pk_meeting_transitions", x => x.id);
                    table.CheckConstraint("ck_meeting_transitions_action", "action in ('Freeze', 'Replace', 'Distribute', 'Hold', 'Judge', 'Correct', 'Conclude', 'PublishMinutes', 'CallOff')");
                    table.CheckConstraint("ck_meeting_transitions_from_state", "from_state in ('Preparing', 'Frozen', 'Distributed', 'Held', 'Judged', 'Published', 'Cancelled')");
                    table.CheckConstraint("ck_meeting_transitions_to_state", "to_state in ('Preparing', 'Frozen', 'Distributed', 'Held', 'Judged', 'Published', 'Cancelled')");
                    table.ForeignKey(
                        name: "fk_meeting_transitions_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "action_items",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    agenda_item_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: true),
                    owner = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    evidence = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    report = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    reporter_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_action_items", x => x.id);
                    table.CheckConstraint("ck_action_items_state", "state in ('Open', 'Reported', 'Met', 'Withdrawn')");
                    table.ForeignKey(
                        name: "fk_action_items_agenda_item_id",
                        column: x => x.agenda_item_id,
                        principalTable: "agenda_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_action_items_department_id",
                        column: x => x.department_id,
                        principalTable: "departments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "agenda_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    agenda_item_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    proposal_id = table.Column<int>(type: "integer", nullable: true),
                    operation_number = table.Column<int>(type: "integer", nullable: true),
                    initiative_code = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    asked = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    explanation = table.Column<string>(type: "character varying(1500)", maxLength: 1500, nullable: false),
                    is_removed = table.Column<bool>(type: "boolean", nullable: false),
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
                    table.PrimaryKey("pk_agenda_entries", x => x.id);
                    table.CheckConstraint("ck_agenda_entries_kind", "kind in ('Case', 'Milestone', 'CostComparison', 'Effect', 'Initiative', 'Free')");
                    table.ForeignKey(
                        name: "fk_agenda_entries_agenda_item_id",
                        column: x => x.agenda_item_id,
                        principalTable: "agenda_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "judgement_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    agenda_item_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    held_on = table.Column<DateOnly>(type: "date", nullable: false),
                    category_code = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    category = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    text = table.Column<string>(type: "character varying(700)", maxLength: 700, nullable: false),
                    opinions = table.Column<string>(type: "jsonb", nullable: false),
                    is_correction = table.Column<bool>(type: "boolean", nullable: false),
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
                    table.PrimaryKey("pk_judgement_entries", x => x.id);
                    table.ForeignKey(
                        name: "fk_judgement_entries_agenda_item_id",
                        column: x => x.agenda_item_id,
                        principalTable: "agenda_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "attendance_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    attendance_id = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    presence = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    proxy = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
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
                    table.PrimaryKey("pk_attendance_entries", x => x.id);
                    table.CheckConstraint("ck_attendance_entries_presence", "presence in ('Present', 'Online', 'Proxy', 'InWriting', 'Absent')");
                    table.ForeignKey(
                        name: "fk_attendance_entries_attendance_id",
                        column: x => x.attendance_id,
                        principalTable: "attendances",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "council_document_files",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    document_id = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
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
                    table.PrimaryKey("pk_council_document_files", x => x.id);
                    table.ForeignKey(
                        name: "fk_council_document_files_document_id",
                        column: x => x.document_id,
                        principalTable: "council_documents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "action_item_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    action_item_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    department_id = table.Column<int>(type: "integer", nullable: true),
                    owner = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
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
                    table.PrimaryKey("pk_action_item_entries", x => x.id);
                    table.CheckConstraint("ck_action_item_entries_state", "state in ('Open', 'Reported', 'Met', 'Withdrawn')");
                    table.ForeignKey(
                        name: "fk_action_item_entries_action_item_id",
                        column: x => x.action_item_id,
                        principalTable: "action_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_template_versions_kind",
                table: "template_versions",
                sql: "kind in ('GateTable', 'RouteRules', 'Checklist', 'DecisionCategories', 'ChangeRules', 'EffectTerms', 'FollowUps', 'CostItems', 'BudgetSections', 'CutReasons', 'CostChecks', 'CostSettings', 'JudgementCategories', 'AgendaRules')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals",
                sql: "turn in ('SeeHome', 'SeeOperations', 'SeeAllOperations', 'SeeDashboard', 'ReportProgress', 'EditOperation', 'PreparePlan', 'CheckPlan', 'DecideRebaseline', 'OverrideColour', 'FollowRound', 'SeeReports', 'RequestReport', 'PublishReport', 'SeePublishedReports', 'ImportPublishedRates', 'EditThresholds', 'SeeAudit', 'ManageJobs', 'SeeOrganization', 'SeeProposals', 'SeeAllProposals', 'WriteProposal', 'ConfirmProposal', 'ReceiveProposal', 'ReviewProposal', 'DecideLightProposal', 'DecideProposal', 'RecordCouncilJudgement', 'CorrectProposal', 'EditTemplates', 'AppointDeputy', 'ManageDeputies', 'ManageRoles', 'SeeCouncil', 'PrepareCouncil', 'SeeActionItems', 'ReportActionItem', 'SeePolicy', 'ReportInitiative', 'EditPolicy', 'SeeRunningCosts', 'EnterRunningCosts', 'ConfirmRunningCosts', 'ManageMail', 'ManageSignIn', 'ManageApiKeys')");

            migrationBuilder.CreateIndex(
                name: "ix_conditions_agenda_item_id",
                table: "conditions",
                column: "agenda_item_id");

            migrationBuilder.CreateIndex(
                name: "ix_action_item_entries_action_item_id_as_of_recorded_at_id",
                table: "action_item_entries",
                columns: new[] { "action_item_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_action_items_agenda_item_id",
                table: "action_items",
                column: "agenda_item_id");

            migrationBuilder.CreateIndex(
                name: "ix_action_items_department_id",
                table: "action_items",
                column: "department_id");

            migrationBuilder.CreateIndex(
                name: "ix_action_items_state_due_on",
                table: "action_items",
                columns: new[] { "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_agenda_entries_agenda_item_id_as_of_recorded_at_id",
                table: "agenda_entries",
                columns: new[] { "agenda_item_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_agenda_items_initiative_code",
                table: "agenda_items",
                column: "initiative_code");

            migrationBuilder.CreateIndex(
                name: "ix_agenda_items_meeting_id_number",
                table: "agenda_items",
                columns: new[] { "meeting_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_agenda_items_proposal_id",
                table: "agenda_items",
                column: "proposal_id");

            migrationBuilder.CreateIndex(
                name: "ix_attendance_entries_attendance_id_as_of_recorded_at_id",
                table: "attendance_entries",
                columns: new[] { "attendance_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_attendances_meeting_id_person_id",
                table: "attendances",
                columns: new[] { "meeting_id", "person_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_council_document_files_document_id",
                table: "council_document_files",
                column: "document_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_council_documents_meeting_id_as_of_recorded_at_id",
                table: "council_documents",
                columns: new[] { "meeting_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_council_documents_meeting_id_kind_version",
                table: "council_documents",
                columns: new[] { "meeting_id", "kind", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_council_publications_meeting_id_as_of_recorded_at_id",
                table: "council_publications",
                columns: new[] { "meeting_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_council_publications_meeting_id_kind_version",
                table: "council_publications",
                columns: new[] { "meeting_id", "kind", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_judgement_entries_agenda_item_id_as_of_recorded_at_id",
                table: "judgement_entries",
                columns: new[] { "agenda_item_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_meeting_revisions_meeting_id_as_of_recorded_at_id",
                table: "meeting_revisions",
                columns: new[] { "meeting_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_meeting_transitions_meeting_id_as_of_recorded_at_id",
                table: "meeting_transitions",
                columns: new[] { "meeting_id", "as_of", "recorded_at", "id" },
                descending: new[] { false, true, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_meetings_held_on",
                table: "meetings",
                column: "held_on");

            migrationBuilder.CreateIndex(
                name: "ix_meetings_number",
                table: "meetings",
                column: "number",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_conditions_agenda_item_id",
                table: "conditions",
                column: "agenda_item_id",
                principalTable: "agenda_items",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_conditions_agenda_item_id",
                table: "conditions");

            migrationBuilder.DropTable(
                name: "action_item_entries");

            migrationBuilder.DropTable(
                name: "agenda_entries");

            migrationBuilder.DropTable(
                name: "attendance_entries");

            migrationBuilder.DropTable(
                name: "council_document_files");

            migrationBuilder.DropTable(
                name: "council_publications");

            migrationBuilder.DropTable(
                name: "judgement_entries");

            migrationBuilder.DropTable(
                name: "meeting_revisions");

            migrationBuilder.DropTable(
                name: "meeting_transitions");

            migrationBuilder.DropTable(
                name: "action_items");

            migrationBuilder.DropTable(
                name: "attendances");

            migrationBuilder.DropTable(
                name: "council_documents");

            migrationBuilder.DropTable(
                name: "agenda_items");

            migrationBuilder.DropTable(
                name: "meetings");

            migrationBuilder.DropCheckConstraint(
                name: "ck_template_versions_kind",
                table: "template_versions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals");

            migrationBuilder.DropIndex(
                name: "ix_conditions_agenda_item_id",
                table: "conditions");

            migrationBuilder.DropColumn(
                name: "agenda_item_id",
                table: "conditions");

            migrationBuilder.AddCheckConstraint(
                name: "ck_template_versions_kind",
                table: "template_versions",
                sql: "kind in ('GateTable', 'RouteRules', 'Checklist', 'DecisionCategories', 'ChangeRules', 'EffectTerms', 'FollowUps', 'CostItems', 'BudgetSections', 'CutReasons', 'CostChecks', 'CostSettings')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_proposals_turn",
                table: "proposals",
                sql: "turn in ('SeeHome', 'SeeOperations', 'SeeAllOperations', 'SeeDashboard', 'ReportProgress', 'EditOperation', 'PreparePlan', 'CheckPlan', 'DecideRebaseline', 'OverrideColour', 'FollowRound', 'SeeReports', 'RequestReport', 'PublishReport', 'SeePublishedReports', 'ImportPublishedRates', 'EditThresholds', 'SeeAudit', 'ManageJobs', 'SeeOrganization', 'SeeProposals', 'SeeAllProposals', 'WriteProposal', 'ConfirmProposal', 'ReceiveProposal', 'ReviewProposal', 'DecideLightProposal', 'DecideProposal', 'RecordCouncilJudgement', 'CorrectProposal', 'EditTemplates', 'AppointDeputy', 'ManageDeputies', 'ManageRoles', 'SeePolicy', 'ReportInitiative', 'EditPolicy', 'SeeRunningCosts', 'EnterRunningCosts', 'ConfirmRunningCosts', 'ManageMail', 'ManageSignIn', 'ManageApiKeys')");
        }
    }
}
