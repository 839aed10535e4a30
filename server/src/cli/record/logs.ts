import type { Command } from 'commander';
import type { EventView } from '#protocol/methods/records';
import type { Tell } from '#protocol/translation/tell';
import { type CommandLine, formatOption, wholeOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { listOutcome, pageOf } from '../lists';

/** `logs`: the server's own log; `logs search`: the record, by text. */
export function logCommands(program: Command, line: CommandLine): void {
  const logs = program
    .command('logs')
    .description('show the log of the server; `logs search` searches the record')
    .option('-f, --follow', 'go on showing what is added');
  line.act(logs, serverLog);
  line
    .verb(logs, 'search <session>', 'find events of a session by text, newest first', search)
    .option('-q, --query <text>', 'literal text, also inside words and in CJK scripts')
    .option('--syntax', 'read the text as a query: words, "phrases", AND OR NOT')
    .addOption(formatOption())
    .addOption(wholeOption('--offset <count>', 'leave out that many', 0));
}

async function serverLog(call: Call): Promise<Outcome> {
  const { refuseElsewhere } = await import('../guided/elsewhere');
  refuseElsewhere(call, 'the log of a server lies where its workspace is; `logs search` asks its record');
  const { showLog } = await import('./showLog');
  return await showLog(call);
}

async function search(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const page = await door.request('event/search', {
    session_id: call.given.argument(0),
    q: call.given.text('query'),
    syntax: call.given.flag('syntax'),
    ...pageOf(call),
  });
  return listOutcome(call, page, { columns: eventColumns(call.messages.told), empty: 'No events found' });
}

const eventColumns = (told: Tell) => [
  { name: 'ts', value: (event: EventView) => event.ts },
  { name: 'type', value: (event: EventView) => event.type },
  { name: 'level', value: (event: EventView) => event.level },
  { name: 'step', value: (event: EventView) => event.step_id },
  { name: 'actor', value: (event: EventView) => event.actor },
  { name: 'summary', value: (event: EventView) => told(event.summary) },
];
