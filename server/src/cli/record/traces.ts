import type { Command } from 'commander';
import type { Act } from '../commandLine';
import { type CommandLine, formatOption, wholeOption, wordOption } from '../commandLine';
import { withQuery } from './traces/queryOption';

/** `trace …`: what happened, as spans; each command is loaded when it is used. */
export function traceCommands(program: Command, line: CommandLine): void {
  const trace = line.noun(program, 'trace', 'what happened, as trees of spans');
  withQuery(
    line.verb(trace, 'list', 'list traces, newest first; a metrics query gives numbers over time', list),
  )
    .addOption(formatOption())
    .addOption(statusOption())
    .addOption(wordOption('--sort <key>', 'order', ['start', 'duration', 'cost']))
    .addOption(wholeOption('--offset <count>', 'leave out that many', 0))
    .option('--since <time>', 'of a metrics query: from when on (default: the first span)')
    .option('--until <time>', 'of a metrics query: until when (default: the last span)')
    .option('--step <duration>', 'of a metrics query: how long a step is (default: about 240 of them)');
  withQuery(
    line.verb(trace, 'show [trace]', 'show one trace by its id or its run’s (default: the newest)', show),
  )
    .addOption(wordOption('--format <format>', 'how it is written', ['tree', 'table', 'json', 'markdown']))
    .option('--include-events', 'with the events')
    .option('--no-events', 'without the events (default)');
  withQuery(line.verb(trace, 'search', 'list spans of any trace, newest first', search))
    .addOption(formatOption())
    .addOption(statusOption())
    .option('--timeout-only', 'only spans whose time was up')
    .addOption(wholeOption('--offset <count>', 'leave out that many', 0));
  line.verb(trace, 'import <file>', 'take the traces of a file into the record of the workspace', importFile);
  namedQueryCommands(trace, line);
}

function namedQueryCommands(trace: Command, line: CommandLine): void {
  line
    .verb(trace, 'queries', 'list ready-made and saved queries', queries)
    .addOption(formatOption())
    .addOption(wholeOption('--offset <count>', 'leave out that many', 0));
  line
    .verb(trace, 'save <name> <query>', 'keep a query under a name', save)
    .option('--sentence <text>', 'what it answers')
    .option('--replace', 'take the place of the query that has this name');
  line.verb(trace, 'forget <name>', 'delete a saved query', forget);
}

const statusOption = () => wordOption('--status <status>', 'only those', ['OK', 'ERROR']);

const list: Act = async (call) => (await import('./traces/listTraces')).listTraces(call);
const show: Act = async (call) => (await import('./traces/showTrace')).showTrace(call);
const search: Act = async (call) => (await import('./traces/searchTraces')).searchTraces(call);
const importFile: Act = async (call) => (await import('./traces/importTraces')).importTraces(call);
const queries: Act = async (call) => (await import('./traces/namedQueries')).listQueries(call);
const save: Act = async (call) => (await import('./traces/namedQueries')).saveQuery(call);
const forget: Act = async (call) => (await import('./traces/namedQueries')).forgetQuery(call);
