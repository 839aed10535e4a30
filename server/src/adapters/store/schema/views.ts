/** The ready-made views with the order in which their rows are read. */
export const views: Readonly<Record<string, string>> = {
  v_run_success_rate_by_tool: 'tool',
  v_step_duration_ms_p50_p95: 'step_id, tool',
  v_session_failure_reasons: 'session_id, runs DESC, reason',
};

const stepsWithTool = `step_runs s JOIN runs r ON r.id = s.run_id
  JOIN plan_steps p ON p.plan_id = r.plan_id AND p.step_id = s.step_id`;
const elapsedMs = `(strftime('%s', s.ended_at) - strftime('%s', s.started_at)) * 1000
  + substr(s.ended_at, 21, 3) - substr(s.started_at, 21, 3)`;

/** The statements that make the views: ended runs by tool, nearest-rank durations by step, failed runs by reason. */
export const viewStatements: readonly string[] = [
  `CREATE VIEW v_run_success_rate_by_tool AS
    SELECT tool, count(*) AS runs, sum(succeeded) AS succeeded, round(1.0 * sum(succeeded) / count(*), 4) AS success_rate
    FROM (SELECT DISTINCT p.tool AS tool, r.id AS id, r.status = 'succeeded' AS succeeded FROM ${stepsWithTool}
      WHERE s.attempts > 0 AND r.status IN ('succeeded', 'failed', 'denied', 'cancelled')) GROUP BY tool`,
  `CREATE VIEW v_step_duration_ms_p50_p95 AS
    SELECT step_id, tool, max(steps) AS steps, min(CASE WHEN place * 100 >= steps * 50 THEN ms END) AS p50_ms,
      min(CASE WHEN place * 100 >= steps * 95 THEN ms END) AS p95_ms
    FROM (SELECT step_id, tool, ms, row_number() OVER (PARTITION BY step_id, tool ORDER BY ms) AS place,
        count(*) OVER (PARTITION BY step_id, tool) AS steps
      FROM (SELECT s.step_id AS step_id, p.tool AS tool, ${elapsedMs} AS ms FROM ${stepsWithTool}
        WHERE s.started_at IS NOT NULL AND s.ended_at IS NOT NULL))
    GROUP BY step_id, tool`,
  `CREATE VIEW v_session_failure_reasons AS
    SELECT session_id, coalesce(end_code, 'unknown') AS reason, count(*) AS runs,
      max(coalesce(ended_at, created_at)) AS last_at
    FROM runs WHERE status IN ('failed', 'denied', 'interrupted') GROUP BY session_id, reason`,
];
