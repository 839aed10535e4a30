import { resolve } from 'node:path';
import type { Command } from 'commander';
import { visibleLines } from '#protocol/shown/visible';
import { type CommandLine, wholeOption, wordOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { summaryOf } from '../run/output/summaryFile';
import { writeWhole } from '../run/output/writeWhole';
import { jsonText } from '../terminal/jsonText';
import { listText } from '../terminal/list';

/** `report`, `summary` and `stats`: what became of runs. */
export function reportCommands(program: Command, line: CommandLine): void {
  const report = program
    .command('report <run>')
    .description(
      'report of a run by its id, its trace’s, or `latest`; `report failures` tells of the last failed ones',
    )
    .addOption(wordOption('--format <format>', 'how it is written', ['json', 'markdown', 'html']))
    .option('-o, --output <file>', 'write to this file');
  line.act(report, showReport);
  line
    .verb(report, 'failures', 'the last failed runs, newest first, as Markdown', failures)
    .addOption(wholeOption('--last <count>', 'how many', 1, 500))
    .option('-o, --output <file>', 'write to this file');
  line.verb(program, 'summary <run>', 'one line about a run', summary);
  line.verb(program, 'stats', 'success rates, durations, failure reasons and the size of the store', stats);
}

async function showReport(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('run/report', {
    run_id: call.given.argument(0),
    format: call.given.word<'json' | 'markdown' | 'html'>('format') ?? 'markdown',
    locale: call.messages.locale,
  });
  return textOutcome(call, answer.report, answer.text);
}

async function failures(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const limit = call.given.number('last') ?? call.globals.limit;
  const { text, ...page } = await door.request('report/failures', limit === undefined ? {} : { limit });
  return textOutcome(call, page, text);
}

/** A text on stdout, or in a file that is written whole or not at all. */
function textOutcome(call: Call, document: unknown, text: string): Outcome {
  const output = call.given.text('output');
  if (output === undefined) {
    return { document, text: visibleLines(text) };
  }
  const path = resolve(call.cwd, output);
  writeWhole(path, text);
  call.terminal.say(call.messages.reportWritten(path));
  return { document, text: '' };
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
    ([name, rows]) => `${name}\n${rowsText(Array.isArray(rows) ? rows : [rows], call.terminal.outColor)}`,
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
