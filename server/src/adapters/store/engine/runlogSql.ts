import type { RunlogTypeCount, StageCount } from '../../../runtime/storePort';
import type { Tables } from '../packing/packedTables';
import { unpackedSql } from '../schema/packedColumns';
import type { Connection } from '../sqlite/connection';

const named = 'run_id IN (SELECT value FROM json_each(?))';

/** Counts the rows of kept run logs by run and type. */
export function runlogCounts(connection: Connection, runIds: readonly string[]): readonly RunlogTypeCount[] {
  const sql = `SELECT run_id, type, count(*) AS rows, sum(outcome IS 'retry') AS retries,
    sum(outcome IS 'failed') AS failures, max(attempt) AS most_attempt, max(attempts) AS most_attempts
    FROM runlog WHERE ${named} GROUP BY run_id, type ORDER BY run_id, type`;
  return connection.all(sql, [JSON.stringify(runIds)]) as unknown as readonly RunlogTypeCount[];
}

/** Counts how the ended tries of runs ended: the last of a visit that is over, and those before it. */
export function stageCounts(
  { connection, packing }: Tables,
  runIds: readonly string[],
): readonly StageCount[] {
  const packed = packing.of('step_runs');
  const ofRuns = packed.anyOf('s.run_id', runIds);
  const over = `${unpackedSql('s.status', 'term')} IN ('succeeded', 'failed', 'timed_out', 'cancelled', 'skipped', 'denied')`;
  const began = 's.started_at IS NOT NULL AND s.carried_from IS NULL';
  const tries = `SELECT s.run_id AS run_id, a.n AS n, ${unpackedSql('a.status', 'term')} <> 'succeeded' AS is_bad,
      ${over} AND a.n = max(a.n) OVER (PARTITION BY a.run_id, a.step_id, a.visit) AS is_last,
      CASE WHEN ${over} AND ${began} THEN s.attempts END AS attempts
    FROM packed_step_runs s LEFT JOIN packed_attempts a ON a.run_id = s.run_id AND a.step_id = s.step_id
      AND a.visit = s.visit AND a.ended_at IS NOT NULL
    WHERE ${ofRuns.sql} AND (${over} OR ${began})`;
  const sql = `SELECT run_id, coalesce(sum(is_bad AND NOT is_last), 0) AS retries,
    coalesce(sum(is_bad AND is_last), 0) AS failures, max(n) AS most_attempt, max(attempts) AS most_attempts
    FROM (${tries}) GROUP BY run_id ORDER BY ${unpackedSql('run_id', 'term')}`;
  return connection.all(sql, ofRuns.values, packed.decoders) as unknown as readonly StageCount[];
}
