import type { Command } from 'commander';
import type { CommandLine } from '../commandLine';
import type { Call, Outcome } from '../invocation';

/** `store …`: upkeep of the file that holds the record. */
export function storeCommands(program: Command, line: CommandLine): void {
  const store = line.noun(program, 'store', 'the file that holds the record');
  line.verb(store, 'repair', 'salvage a damaged store into a new one; the damaged file is kept', repair);
  line
    .verb(store, 'vacuum', 'give space back and remove what is past its retention', vacuum)
    .option('--before <time>', 'also remove what ended before this time');
}

async function repair(call: Call): Promise<Outcome> {
  const { repairHere } = await import('./repairHere');
  return await repairHere(call);
}

async function vacuum(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const answer = await door.request('store/vacuum', { before: call.given.text('before') });
  const removed = Object.entries(answer.removed).map(([table, count]) => `${table}: ${count}`);
  return { document: answer, text: [`${answer.bytes} bytes now`, ...removed].join('\n') };
}
