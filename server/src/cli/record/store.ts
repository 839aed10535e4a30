import type { Command } from 'commander';
import type { CommandLine } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { retentionVerbs } from './retention';

/** `store …`: upkeep of the file that holds the record. */
export function storeCommands(program: Command, line: CommandLine): void {
  const store = line.noun(program, 'store', 'the file that holds the record');
  line
    .verb(store, 'repair', 'salvage a damaged store into a new one; the damaged file is kept', repair)
    .option(...elsewhere);
  retentionVerbs(store, line);
  line
    .verb(store, 'vacuum', 'remove what is past its retention and give its space back to the disk', vacuum)
    .option('--before <time>', 'also remove what ended before this time')
    .option(...elsewhere);
}

const elsewhere = ['--sqlite-db-path <file>', 'the record that serve was given there'] as const;

async function repair(call: Call): Promise<Outcome> {
  const { repairHere } = await import('./upkeep/repairHere');
  return await repairHere(call);
}

/** What is past its retention goes while the server lives; the file is made small once it has stopped. */
async function vacuum(call: Call): Promise<Outcome> {
  const { namedStore, storeOfServer } = await import('./upkeep/storeOf');
  const door = await call.connect({ storePath: namedStore(call) });
  const file = call.globals.baseUrl === undefined ? storeOfServer(call) : '';
  const { removed } = await door.request('store/vacuum', { before: call.given.text('before') });
  const lines = Object.entries(removed).map(([table, count]) => `${table}: ${count}`);
  if (call.globals.baseUrl !== undefined) {
    const { bytes } = await door.request('retention/show', {});
    return { document: { removed, bytes }, text: [...lines, `${bytes} bytes`].join('\n') };
  }
  const { stopServer } = await import('../guided/stopServer');
  await stopServer(call);
  const { compactHere } = await import('./upkeep/compactHere');
  const { before_bytes, after_bytes } = await compactHere(call, file);
  const document = { removed, before_bytes, bytes: after_bytes };
  const text = [...lines, call.messages.compacted(before_bytes, after_bytes)].join('\n');
  return { document, text };
}
