namespace DxGovernance.Benchmarks;

/// <summary>SQL that fills a scaled database: 24 monthly reports of every step, forecasts, risks and confirmations.</summary>
static class ScaleSql
{
    const string Who = "1::integer, '計測 一郎', '計測', null";

    public static string Fill(int operations) => $"""
        insert into operations (number, steps_completed, steps_in_progress, steps_not_applicable, name, mic_name, mic_order, digital_agency_order,
          ministry, data_requirement_ids, source, aliases, legal_basis, specification_version, specification_date, stage, is_special_transition,
          search_text, open_risks, max_risk_score, baseline_number, published_rate, published_as_of)
        select n, 0, 0, 0, '計測業務' || n, '計測業務' || n, n, n, '総務省', '', '計測', '', '', '', '', 'Migrating', true, '計測業務' || n, 0, 0, 0, 0.5, '2026-01-31'
        from generate_series(21, {operations}) n;

        insert into operation_states (operation_number, stage, is_special_transition, source, as_of, recorded_at, recorded_by_id, recorded_by, recorded_title, reason)
        select n, 'Migrating', true, '計測', '2024-11-01', '2024-11-01', {Who} from generate_series(21, {operations}) n;
        insert into deadline_entries (operation_number, kind, due_on, source, as_of, recorded_at, recorded_by_id, recorded_by, recorded_title, reason)
        select n, k, case k when 'City' then date '2027-10-31' else date '2031-03-31' end, '計測', '2024-11-01', '2024-11-01', {Who}
        from generate_series(21, {operations}) n, unnest(array['City', 'Nation']) k;
        insert into operation_revisions (operation_number, aliases, legal_basis, specification_version, specification_date, department_id, department_name,
          as_of, recorded_at, recorded_by_id, recorded_by, recorded_title, reason)
        select number, aliases, legal_basis, specification_version, specification_date, (select id from departments limit 1), '計測課', '2026-01-05', '2026-01-05', {Who}
        from operations;
        insert into published_rates (operation_number, rate, source, as_of, recorded_at, recorded_by_id, recorded_by, recorded_title, reason)
        select n, 0.5, '計測', '2026-01-31', '2026-03-01', {Who} from generate_series(21, {operations}) n;
        insert into operation_steps (operation_number, step_number, status)
        select n, s, 'NotStarted' from generate_series(21, {operations}) n, generate_series(1, 40) s;
        insert into milestones (operation_number, code, name, "order")
        select n, code, name, "order" from generate_series(21, {operations}) n, milestone_templates;

        insert into step_reports (operation_number, step_number, status, assignee, memo, as_of, recorded_at, recorded_by_id, recorded_by, recorded_title, reason)
        select n, s, case when s <= 10 + m then 'Completed' when s <= 14 + m then 'InProgress' else 'NotStarted' end, '担当', '計測用の記載', d, d + time '01:00', {Who}
        from generate_series(0, 23) m, lateral (select (date '2024-12-02' + make_interval(months => m))::date d) t,
          generate_series(1, {operations}) n, generate_series(1, 40) s
        order by m, n, s;
        insert into baseline_entries (operation_number, milestone_id, baseline_number, planned_on, as_of, recorded_at, recorded_by_id, recorded_by, recorded_title, reason)
        select m.operation_number, m.id, 1, date '2027-06-30' - t.lead_days + m.operation_number % 60, '2024-12-02', '2024-12-02 02:00', {Who}
        from milestones m join milestone_templates t using (code);
        insert into milestone_reports (operation_number, milestone_id, forecast_on, actual_on, cause, cause_owner, as_of, recorded_at, recorded_by_id, recorded_by, recorded_title, reason)
        select b.operation_number, b.milestone_id, b.planned_on + k * (b.operation_number % 9), case when b.planned_on < d then b.planned_on end,
          'VendorCapacity', 'Vendor', d, d + time '03:00', 1, '計測 一郎', '計測', '計測用の説明'
        from baseline_entries b, generate_series(1, 23) k, lateral (select (date '2024-12-02' + make_interval(months => k))::date d) t
        where k % 3 = b.milestone_id % 3;
        insert into confirmations (operation_number, aspect, kind, as_of, recorded_at, recorded_by_id, recorded_by, recorded_title, reason)
        select n, a, 'Updated', d, d + time '04:00', {Who}
        from generate_series(0, 23) m, lateral (select (date '2024-12-02' + make_interval(months => m))::date d) t,
          generate_series(1, {operations}) n, unnest(array['Steps', 'Forecasts', 'Risks']) a;
        insert into risks (operation_number, kind, title, description, is_open, likelihood, impact, score, response, response_note, owner, rated_as_of)
        select n, 'Risk', '計測用リスク' || n || '-' || k, '計測用の説明', true, 'Medium', 'Low', 2, 'Reduce', '計測用の対応', '担当', '2026-08-02'
        from generate_series(1, {operations}) n, generate_series(1, 3) k;
        insert into risk_ratings (operation_number, risk_id, is_open, likelihood, impact, score, response, response_note, owner, as_of, recorded_at, recorded_by_id, recorded_by, recorded_title, reason)
        select r.operation_number, r.id, true, 'Medium', 'Low', 2, 'Reduce', '計測用の対応', '担当', d, d + time '05:00', {Who}
        from risks r, generate_series(0, 23, 4) m, lateral (select (date '2024-12-02' + make_interval(months => m))::date d) t;
        insert into audit_entries (title, subject, subject_label, changes, as_of, recorded_at, recorded_by_id, recorded_by, recorded_title, reason)
        select 'ステップの報告', 'operation:' || n, '計測業務', '[]', d, d + time '01:00', {Who}
        from generate_series(0, 23) m, lateral (select (date '2024-12-02' + make_interval(months => m))::date d) t, generate_series(1, {operations}) n;

        {Project}
        update ledger_clock set recorded_at = '2026-11-10';
        analyze;
        """;

    /// <summary>The projections as the domain would have left them; the benchmark checks them with the product's own proof.</summary>
    const string Project = """
        update operation_steps s set status = r.status, assignee = r.assignee, memo = r.memo, reported_as_of = r.as_of
        from (select distinct on (operation_number, step_number) * from step_reports order by operation_number, step_number, as_of desc, recorded_at desc, id desc) r
        where s.operation_number = r.operation_number and s.step_number = r.step_number;
        update milestones m set original_on = b.planned_on, baseline_on = b.planned_on, forecast_on = b.planned_on from baseline_entries b where b.milestone_id = m.id;
        update milestones m set forecast_on = r.forecast_on, actual_on = r.actual_on, cause = r.cause, cause_owner = r.cause_owner, explanation = r.reason, reported_as_of = r.as_of
        from (select distinct on (milestone_id) * from milestone_reports order by milestone_id, as_of desc, recorded_at desc, id desc) r where r.milestone_id = m.id;
        update operations o set department_id = (select id from departments limit 1), department_name = '計測課', baseline_number = 1,
          city_deadline = coalesce(city_deadline, case when number > 20 then date '2027-10-31' end),
          nation_deadline = coalesce(nation_deadline, case when number > 20 then date '2031-03-31' end),
          steps_completed = (select count(*) from operation_steps s where s.operation_number = o.number and status = 'Completed'),
          steps_in_progress = (select count(*) from operation_steps s where s.operation_number = o.number and status = 'InProgress'),
          go_live_original = m.original_on, go_live_baseline = m.baseline_on, go_live_forecast = m.forecast_on, go_live_actual = m.actual_on,
          open_risks = 3, max_risk_score = 2, steps_confirmed_on = '2026-11-02', forecasts_confirmed_on = '2026-11-02', risks_confirmed_on = '2026-11-02',
          last_changed_on = '2026-11-02'
        from milestones m where m.operation_number = o.number and m.code = 'go-live';
        """;
}
