import type { Command } from 'commander';
import { visibleLines } from '#protocol/shown/visible';
import { type CommandLine, wordOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { summaryOf } from '../run/output/summaryFile';
import { jsonText } from '../terminal/jsonText';
import { listText } from '../terminal/list';

/** `report`, `summary` and `stats`: what became of runs. */
export function reportCommands(program: Command, line: CommandLine): void {
  line
    .verb(program, 'report <run>', 'report of a run by its id, its trace’s, or `latest`', report)
    .addOption(wordOption('--format <format>', 'how it is written', ['json', 'markdown']));
  line.verb(program, 'summary <run>', 'one line about a run', summary);
  line.verb(program, 'stats', 'success rates, durations and failure reasons', stats);
}

async function report(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('run/report', {
    run_id: call.given.argument(0),
    format: call.given.text('format') === 'json' ? 'json' : 'markdown',
  });
  return { document: answer.report, text: visibleLines(answer.text) };
}

async function summary(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const made = summaryOf(await door.request('run/show', { run_id: call.given.argument(0) }));
  return { document: made.json, text: made.text };
}

async function stats(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('stats/show', {});
  const text = Object.entries(answer).map(
    ([name, rows]) => `${name}\n${rowsText(rows, call.terminal.outColor)}`,
  );
  return { document: answer, text: text.join('\n\n') };
}

/** Rows of any shape: their keys are the columns. */
function rowsText(rows: readonly object[], hasColor: boolean): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name) => ({
    name,
    value: (row: object) => cell((row as Record<string, unknown>)[name]),
  }));
  return listText(rows, { columns, empty: '(none)' }, 'table', hasColor);
}

function cell(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? jsonText(value, 0) : value;
}
