import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandLine } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { writeWhole } from '../run/output/writeWhole';

/** `audit …`: the chain of events that shows whether anything was changed afterwards. */
export function auditCommands(program: Command, line: CommandLine): void {
  const audit = line.noun(program, 'audit', 'the tamper-evident record');
  line
    .verb(audit, 'export', 'write the whole chain as NDJSON to stdout or a file', exportChain)
    .option('-o, --output <file>', 'write to this file');
  line.verb(audit, 'verify [file]', 'verify the record, or an exported chain without any server', verify);
}

async function exportChain(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const lines: string[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: { lines: string[]; next_seq: number | null } = await door.request('audit/export', {
      after_seq: after,
    });
    lines.push(...page.lines);
    after = page.next_seq;
  }
  const text = lines.map((line) => `${line}\n`).join('');
  const output = call.given.text('output');
  if (output !== undefined) {
    writeWhole(resolve(call.cwd, output), text);
    return { document: { path: output, lines: lines.length }, text: `${output}: ${lines.length} lines` };
  }
  return { document: { lines: lines.map((line) => JSON.parse(line) as unknown) }, text };
}

async function verify(call: Call): Promise<Outcome> {
  const file = call.given.optionalArgument(0);
  const verdict = file === undefined ? await verifyHere(call) : await verifyFile(resolve(call.cwd, file));
  const { ok, events, tombstones, broken } = verdict;
  const text = ok
    ? `ok: ${events} event(s), ${tombstones} tombstone(s)`
    : `broken at seq ${broken?.seq ?? '?'} (${broken?.id ?? 'unknown event'}): ${call.messages.told(broken?.reason ?? '')}`;
  return { document: verdict, text, exit: ok ? 0 : 1 };
}

async function verifyHere(call: Call) {
  return await (await call.connect()).request('audit/verify', {});
}

async function verifyFile(path: string) {
  const { verifyExportFile } = await import('./verifyExportFile');
  return await verifyExportFile(path);
}
