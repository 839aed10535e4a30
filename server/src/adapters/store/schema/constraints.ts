import { machineOf, primaryKeys, type StatefulTable, type Table } from '#protocol/rows';
import type { Machine } from '#protocol/states';

/** Groups of columns, besides the primary key, whose values no two rows of a table may share. */
export const uniqueColumns: Partial<Record<Table, readonly string[]>> = {
  plans: ['session_id', 'version'],
  runs: ['trace_id'],
  attempts: ['run_id', 'step_id', 'visit', 'n'],
};

/** Tables whose rows belong to the run named in their column `run_id` and go when that run goes. */
export const ownedByRun = [
  'step_runs',
  'attempts',
  'spans',
  'decisions',
  'approvals',
  'previews',
  'artifacts',
  'checkpoints',
  'checks',
  'usage',
  'writes',
  'runlog',
  'run_notes',
] as const satisfies readonly Table[];

/** Every group of columns that is unique within a table, the primary key first. */
export function uniqueGroups(table: Table): readonly (readonly string[])[] {
  const more = uniqueColumns[table];
  return more === undefined ? [primaryKeys[table]] : [primaryKeys[table], more];
}

/** The column and the machine by which the state of a table's rows moves, if it moves by one. */
export function stateOf(table: Table): { readonly column: string; readonly machine: Machine } | undefined {
  const machine = machineOf[table as StatefulTable] as Machine | undefined;
  return machine === undefined ? undefined : { column: table === 'slots' ? 'state' : 'status', machine };
}
